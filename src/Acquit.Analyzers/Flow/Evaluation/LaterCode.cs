using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Acquit.Analyzers.Flow;

/// <summary>
/// Code that is made into a delegate here and runs some other time. What it names of this object or of a parameter need not be
/// captured to be released by it: a lock that is taken for some work is often given back by the work.
/// </summary>
internal sealed class LaterCode
{
    private readonly FlowContext _context;

    public LaterCode(FlowContext context) => _context = context;

    /// <summary>What outlives the method counts as handed on, if the code mentions a release of its kind.</summary>
    public void MayRelease(SyntaxNode code, World world) => world.Change(
        r => r is { IsLive: true, Escaped: false, Owned: false } && Mentions(code, r, _context),
        r => r with { Escaped = true });

    public void MayRelease(IMethodSymbol method, World world)
    {
        if (world.Resources.Count == 0 && world.Entrusted.IsEmpty)
        {
            return;
        }

        foreach (var reference in method.DeclarationsIn(_context.Compilation))
        {
            MayRelease(reference.GetSyntax(_context.CancellationToken), world);
        }
    }

    /// <summary>Whether code names what releases a resource, or others of its kind.</summary>
    public static bool Mentions(SyntaxNode code, Resource resource, FlowContext context)
    {
        var releases = resource.Site.Clause.ReleasedBy.Concat(context.Contracts.ReleasesOf(resource.Kind).Select(m => m.Name)).ToList();
        return code.DescendantTokens().Any(t => t.IsKind(SyntaxKind.IdentifierToken) && releases.Contains(t.ValueText));
    }
}
