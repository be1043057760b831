using System.Collections.Immutable;
using Acquit.Analyzers.Contracts.Reading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Acquit.Analyzers.Flow;

/// <summary>From mentions in a text to names in its code.</summary>
internal static class NamesInCode
{
    /// <summary>The mentions of some of the names that are names in code, in order.</summary>
    /// <param name="within">Where to look.</param>
    public static IEnumerable<SimpleNameSyntax> Of(
        IEnumerable<NameHit> hits, ImmutableHashSet<string> wanted, TextSpan within, SyntaxTree tree, CancellationToken cancellationToken)
    {
        foreach (var hit in hits)
        {
            if (!wanted.Contains(hit.Name) || !within.Contains(hit.Start))
            {
                continue;
            }

            cancellationToken.ThrowIfCancellationRequested();
            var token = tree.GetRoot(cancellationToken).FindToken(hit.Start);
            if (token.SpanStart == hit.Start && token.Parent is SimpleNameSyntax name)
            {
                yield return name;
            }
        }
    }
}
