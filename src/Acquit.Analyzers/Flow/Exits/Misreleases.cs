using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.Analyzers.Flow;

/// <summary>
/// References on what the caller can name as well that a failing way out keeps, because it has given back another kind instead, while
/// other ways give back what was taken. The caller may have held that other kind, too: then it was his that was given back, unless the
/// method has failed and says so nowhere but in its result.
/// </summary>
internal sealed class Misreleases
{
    private readonly FlowContext _context;

    public Misreleases(FlowContext context) => _context = context;

    public void Report(Resource resource, Outcome outcome, IReadOnlyList<Trail> path)
    {
        if (resource.Misrelease is { } mistaken && outcome == Outcome.Failure && IsMistake(resource, mistaken))
        {
            _context.Report(new Finding(FindingKind.WrongRelease, mistaken.Call.Syntax, resource, path) { Method = mistaken.Method, ReleasedKind = mistaken.Kind });
        }
    }

    // A lock is held in one way or another, and turned into the other; of references each is one by itself.
    private bool IsMistake(Resource resource, Misrelease mistaken) =>
        !IsLock(resource.Kind) && !IsLock(mistaken.Kind) && !IsRightElsewhere(resource, mistaken) && _context.OwnContract is null &&
        _context.Requirements?.Doubts.IsLeftToOthers(resource.Key, resource.Kind) != true && !IsRecorded(mistaken) && !LeftByCallers.Has(mistaken.Kind, _context);

    private bool IsLock(string kind) => _context.Contracts.BelongsToHolder(kind) || _context.Contracts.IsRequired(kind) || _context.Contracts.IsExclusive(kind);

    // Two conditions may be the same one, asked twice; and whoever gives back the other kind besides has it.
    private bool IsRightElsewhere(Resource resource, Misrelease mistaken) =>
        _context.Releases.Values.Any(releases => releases.Contains(mistaken.Call)) || _context.ReleasedUnheld.Contains((mistaken.Kind, resource.Key));

    // What is written down beside it may be which of the two is held from then on.
    private static bool IsRecorded(Misrelease mistaken) =>
        mistaken.Call.Syntax.Ancestors().FirstOrDefault(n => n is BlockSyntax or SwitchSectionSyntax) is not { } around ||
        around.DescendantNodes().OfType<AssignmentExpressionSyntax>().Any(written => written.Left is not IdentifierNameSyntax);
}
