using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Acquit.Analyzers.Contracts;
using Microsoft.CodeAnalysis;

namespace Acquit.CodeFixes.Trying;

/// <summary>
/// The contracts in force in a compilation, kept for as long as it is: every fix of a report asks for them, for every report on a line.
/// </summary>
internal sealed class KnownContracts
{
    // Hangs on the compilations themselves.
    private static readonly ConditionalWeakTable<Compilation, KnownContracts> Compilations = new();

    private volatile Entry? _entry;

    public static ContractTable Of(Compilation compilation, ImmutableArray<AdditionalText> files, CancellationToken cancellationToken)
    {
        var known = Compilations.GetValue(compilation, static _ => new KnownContracts());

        // A contract file may have changed, and no source.
        if (known._entry is { } entry && entry.Files.SequenceEqual(files))
        {
            return entry.Contracts;
        }

        var contracts = ContractTable.Create(compilation, files, cancellationToken);
        known._entry = new Entry(files, contracts);
        return contracts;
    }

    private sealed record Entry(ImmutableArray<AdditionalText> Files, ContractTable Contracts);
}
