using System.Collections.Immutable;
using Acquit.Analyzers.Contracts.Reading;
using Acquit.Analyzers.Flow;
using Acquit.Analyzers.Rules;
using Acquit.CodeFixes.Trying;
using Acquit.CodeFixes.Usage;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Acquit.CodeFixes;

/// <summary>ACQ402: calls an operation by its name of today, and passes what the older name implied.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CallByTodaysName))]
public sealed class CallByTodaysName : RepairProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(Descriptors.OlderName.Id);

    internal override string TitleOfAll => "Call operations by their names of today";

    private protected override Repair? Mend(AnalyzedFile file, Finding finding)
    {
        if (finding is not { Node: SimpleNameSyntax name, Successor: { } successor, Method: { } older })
        {
            return null;
        }

        var today = MemberKey.LastPart(successor.Name);
        var edit = new List<TextChange> { new(name.Identifier.Span, today) };
        if (!successor.Passing.Tests.IsEmpty)
        {
            if (AddedFlags.To(file, name, older, successor.Passing) is not { } added)
            {
                return null;
            }

            edit.AddRange(added);
        }

        var after = file.With(edit);
        return IsToday(after, name.SpanStart, today, older) && Trial.IsHarmless(file, after, f => f == finding, _ => false)
            ? new Repair($"Call '{today}' instead of '{name.Identifier.Text}'", after)
            : null;
    }

    // The name means a member of the type that has the older one, not somebody else's.
    private static bool IsToday(AnalyzedFile after, int position, string today, IMethodSymbol older)
    {
        if (after.Root.FindToken(position).Parent is not SimpleNameSyntax name || name.Identifier.ValueText != today ||
            after.Model.GetSymbolInfo(name, after.CancellationToken).Symbol is not { ContainingType: { } type } member)
        {
            return false;
        }

        return member is IMethodSymbol or IPropertySymbol &&
            (type.ToDisplayString() == older.ContainingType.ToDisplayString() || Bases(older.ContainingType).Contains(type.ToDisplayString()));
    }

    private static IEnumerable<string> Bases(INamedTypeSymbol type)
    {
        for (var current = type.BaseType; current is not null; current = current.BaseType)
        {
            yield return current.ToDisplayString();
        }
    }
}
