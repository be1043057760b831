using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Flow;
using Acquit.Analyzers.Flow.Fields;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Rules;

/// <summary>ACQ104: released when already released on this path.</summary>
internal sealed class ReleasedTwice : FindingRule
{
    public override DiagnosticDescriptor Descriptor => Descriptors.ReleasedTwice;

    public override bool Reads(FindingKind kind) => kind == FindingKind.ReleasedAgain;

    protected override string Message(Finding finding, ContractTable contracts)
    {
        var resource = finding.Resource!;
        var where = resource.ReleasedAt is { } first ? $" at line {PathWords.Line(first.Syntax)}" : "";
        var what = resource.Foreign
            ? $"This {KindWords.Noun(resource.Kind)}"
            : $"The {KindWords.Noun(resource.Kind)} taken by '{PathWords.Name(resource.Site.Method)}'";
        if (finding is { Ending: { } last, Earlier: { } earlier })
        {
            var when = earlier.MethodKind == MethodKind.Constructor ? $"when the constructor fails, and the finalizer, which runs all the same," : $"by '{PathWords.Name(earlier)}'{where}, and {Name(last)}";
            return $"{what} is released {when} releases it again: '{finding.Field!.Name}' still names it";
        }

        switch (finding.Ending)
        {
            case { Kind: EndingKind.Finalizer }:
                return $"{what} is released by 'Dispose', and again by the finalizer, which is not suppressed";
            case { Method: var end }:
                return $"{what} is released again when '{end.ContainingType.Name}.{end.Name}' runs a second time, which it has to allow";
        }

        return $"{what} was already released{where}{PathWords.After(finding)}";
    }

    private static string Name(Ending ending) => ending.Kind == EndingKind.Finalizer ? "the finalizer" : $"'{ending.Method.ContainingType.Name}.{ending.Method.Name}'";
}
