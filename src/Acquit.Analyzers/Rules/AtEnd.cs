using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Flow;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Rules;

/// <summary>
/// What is reported when the whole compilation has been looked at, and so by builds only. Editors have to know it from what they
/// report themselves, or they would take it back: so these rules have a second descriptor, tagged, with the same ID.
/// </summary>
internal static class AtEnd
{
    private static readonly ImmutableArray<(FindingRule Rule, DiagnosticDescriptor Descriptor)> Rules =
        new FindingRule[] { new ForbiddenContext(), new OutsideContext(), new LockHeld() }.Select(rule => (rule, Tagged(rule.Descriptor))).ToImmutableArray();

    public static IEnumerable<DiagnosticDescriptor> Descriptors => Rules.Select(r => r.Descriptor);

    public static void Report(Finding finding, ContractTable contracts, Action<Diagnostic> report)
    {
        foreach (var (rule, descriptor) in Rules)
        {
            if (rule.Reads(finding.Kind))
            {
                report(rule.ToDiagnostic(finding, contracts, descriptor));
            }
        }
    }

    private static DiagnosticDescriptor Tagged(DiagnosticDescriptor rule) => new(
        rule.Id, rule.Title, rule.MessageFormat, rule.Category, rule.DefaultSeverity, rule.IsEnabledByDefault, rule.Description, rule.HelpLinkUri,
        WellKnownDiagnosticTags.CompilationEnd);
}
