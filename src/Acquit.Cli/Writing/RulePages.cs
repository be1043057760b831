using System.Text.RegularExpressions;
using Acquit.Cli.Checking;
using Microsoft.CodeAnalysis;

namespace Acquit.Cli.Writing;

/// <summary>The pages of the rules, for places far from where they lie.</summary>
internal static partial class RulePages
{
    /// <summary>The page as Markdown whose links lead to the other pages from anywhere.</summary>
    public static string WithWholeLinks(DiagnosticDescriptor rule)
    {
        var folder = new Uri(rule.HelpLinkUri);
        return Link().Replace(ShippedRules.Page(rule.Id).ReplaceLineEndings("\n"), link => $"]({new Uri(folder, link.Groups["target"].Value)})");
    }

    [GeneratedRegex(@"\]\((?<target>(?!https?:|#)[^)\s]+)\)")]
    private static partial Regex Link();
}
