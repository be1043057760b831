using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Acquit.Analyzers.Flow.Throwing;

/// <summary>
/// What is held while something runs that may throw, with nothing around it that would release then. It is a mistake of the
/// method only if the method releases it on every other way out: nobody else is going to.
/// </summary>
/// <remarks>No path is followed for that: it is written down what ran, and asked at the end whether any of it throws.</remarks>
internal sealed class Unprotected
{
    /// <summary>Operations remembered for one acquire.</summary>
    private const int MaxOperations = 64;

    private readonly FlowContext _context;
    private readonly ThrowingCalls _throwing;
    private readonly Dictionary<IOperation, IReadOnlyList<IOperation>> _candidates = new();
    private readonly Dictionary<AcquireSite, List<Passage>> _passages = new();
    private readonly HashSet<(AcquireSite Site, IOperation Operation)> _seen = new();
    private readonly HashSet<AcquireSite> _kept = new();

    private sealed record Passage(IOperation Operation, Resource Resource, Trail? Trail);

    public Unprotected(FlowContext context, ThrowingCalls throwing)
    {
        _context = context;
        _throwing = throwing;
    }

    /// <summary>What the method owes the release of, before something runs that may throw; null when there is nothing.</summary>
    public List<Resource>? HeldBefore(IOperation operation, World world)
    {
        List<Resource>? held = null;
        foreach (var resource in world.Resources)
        {
            if (resource.IsLive && !_seen.Contains((resource.Site, operation)) && IsOwed(resource, world))
            {
                if (held is null && CandidatesIn(operation).Count == 0)
                {
                    return null;
                }

                (held ??= new()).Add(resource with { Status = world.StatusOf(resource) });
            }
        }

        return held;
    }

    /// <summary>Something ran. What it has released itself, or may have kept, it would have done so before it threw.</summary>
    public void Ran(IOperation operation, List<Resource> held, World after)
    {
        foreach (var resource in held)
        {
            if (after.Resources.Exists(r => r.Site == resource.Site && r.Instance == resource.Instance && r.Key == resource.Key && IsOwed(r, after)) &&
                _seen.Add((resource.Site, operation)))
            {
                if (!_passages.TryGetValue(resource.Site, out var passages))
                {
                    _passages.Add(resource.Site, passages = new());
                }

                passages.AddRange(CandidatesIn(operation).Where(c => !MayAsk(c, resource, after)).Take(MaxOperations - passages.Count).Select(c => new Passage(c, resource, after.Trail)));
            }
        }
    }

    /// <summary>The method was left with it.</summary>
    public void Kept(AcquireSite site) => _kept.Add(site);

    /// <summary>All ways out are known: reports what only an exception leaves behind.</summary>
    public void Finish()
    {
        foreach (var pair in _passages.OrderBy(p => p.Key.Index))
        {
            var site = pair.Key;
            if (_kept.Contains(site) || !_context.Releases.TryGetValue(site, out var releases) || _context.IsReported(site))
            {
                continue;
            }

            var handled = releases.Select(r => (r.Syntax, r.IsImplicit))
                .Concat(_context.HandedOn.Where(h => h.Site == site).Select(h => (Syntax: h.Node, IsImplicit: false)))
                .ToList();
            var open = pair.Value.OrderBy(p => p.Operation.Syntax.SpanStart)
                .FirstOrDefault(p => !Protection.Covers(p.Operation.Syntax, handled) && _throwing.Counts(p.Operation) && !MayGiveUp(p) && !IsRuledOut(p.Operation));
            if (open is not null)
            {
                var thrown = new Trail(open.Trail, StepKind.Thrown, open.Operation.Syntax);
                _context.Report(new Finding(FindingKind.HeldAtThrow, site.Call.Syntax, open.Resource, Trail.After(thrown, open.Resource.AcquiredAt))
                {
                    Method = ThrowingCalls.Method(open.Operation), Releases = releases.Select(r => r.Syntax).OrderBy(r => r.SpanStart).ToList(),
                });
            }
        }
    }

    // A helper that gives a lock up on its way, and takes it again at the end, may throw without it.
    private bool MayGiveUp(Passage passage) =>
        !passage.Resource.Owned && ThrowingCalls.Method(passage.Operation) is { } helper &&
        _context.Summaries.Graphs.OwnDeclarationOf(helper, _context.CancellationToken) is { } body && LaterCode.Mentions(body, passage.Resource, _context);

    private bool IsRuledOut(IOperation operation) =>
        ThrowingCalls.Method(operation) is { } method && StateChecks.RuleOut(operation, method, _context.Summaries.Graphs, _context.CancellationToken);

    private static bool IsOwed(Resource resource, World world) =>
        resource is { IsLive: true, Escaped: false, Stored: false, Unsure: false, Reported: false, Foreign: false, Gathered: false, Shrunk: false } and
            { PendingRelease: null, PendingEscape: null, PartlyReleasedAt: null, Misrelease: null } &&
        (world.StatusOf(resource) == Status.Held || IsThereUnlessNull(resource, world));

    // Nobody has looked at what the acquire returned. Where it is something, it is held.
    private static bool IsThereUnlessNull(Resource resource, World world) =>
        world.StatusOf(resource) == Status.Maybe && resource.Site.Clause.Target.IsReturn &&
        resource.Conditions.All(c => c is Comparison { Operator: Contracts.TestOperator.NotEqual } test && test.Left == resource.Key && test.Right == Value.Zero);

    // A call that is given what may not be there may throw because of that.
    private bool MayAsk(IOperation candidate, Resource resource, World world)
    {
        if (resource.Status == Status.Held)
        {
            return false;
        }

        var given = candidate switch
        {
            IInvocationOperation invocation => invocation.Arguments.Select(a => a.Value),
            IObjectCreationOperation creation => creation.Arguments.Select(a => a.Value),
            _ => Enumerable.Empty<IOperation>(),
        };
        return given.SelectMany(g => g.DescendantsAndSelf()).Any(g =>
            g switch
            {
                ILocalReferenceOperation local => world.Places.TryGetValue(Place.Variable(_context.Symbols.Intern(local.Local)), out var value) && value == resource.Key,
                IParameterReferenceOperation parameter => world.Places.TryGetValue(Place.Variable(_context.Symbols.Intern(parameter.Parameter)), out var value) && value == resource.Key,
                Microsoft.CodeAnalysis.FlowAnalysis.IFlowCaptureReferenceOperation => true,
                _ => false,
            });
    }

    private IReadOnlyList<IOperation> CandidatesIn(IOperation operation)
    {
        if (!_candidates.TryGetValue(operation, out var candidates))
        {
            candidates = operation.DescendantsAndSelf().Where(_throwing.IsCandidate).ToList();
            _candidates.Add(operation, candidates);
        }

        return candidates;
    }
}
