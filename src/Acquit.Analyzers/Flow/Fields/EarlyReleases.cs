using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Flow.Summaries;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.Analyzers.Flow.Fields;

/// <summary>
/// What a member of a type gives back before the object ends and leaves named by a field, for the end to give back again:
/// whoever disposes of an object does so last, whatever was called before.
/// </summary>
internal sealed class EarlyReleases
{
    /// <summary>Members tried before the end.</summary>
    private const int MaxMembers = 6;

    private readonly INamedTypeSymbol _type;
    private readonly ContractTable _contracts;
    private readonly BodyGraphs _graphs;
    private readonly SummaryTable.Inquiry _inquiry;
    private readonly MembersOfLife _members;
    private readonly CancellationToken _cancellationToken;
    private readonly List<(IMethodSymbol Method, SyntaxNode Body)> _releasers;

    public EarlyReleases(INamedTypeSymbol type, ContractTable contracts, BodyGraphs graphs, SummaryTable.Inquiry inquiry, MembersOfLife members, CancellationToken cancellationToken)
    {
        _type = type;
        _contracts = contracts;
        _graphs = graphs;
        _inquiry = inquiry;
        _members = members;
        _cancellationToken = cancellationToken;
        _releasers = members.Releasers(inquiry).Take(MaxMembers).ToList();
    }

    /// <summary>In the lives that begin with a constructor.</summary>
    /// <param name="constructor">Null for the one that nobody wrote.</param>
    public IEnumerable<Finding> After(IMethodSymbol? constructor, SyntaxNode? declaration)
    {
        var finalizer = declaration is not null && MayFailAfterRelease(declaration) ? _members.Finalizer : null;
        if (_releasers.Count == 0 && finalizer is null)
        {
            yield break;
        }

        var life = new Life(_type, _contracts, _graphs, _inquiry, new SteadyFields(_members.LeavesSteady), _cancellationToken);
        if (life.Make(constructor, declaration) is not { } birth)
        {
            yield break;
        }

        // Nobody has an object that was not made but the collector.
        foreach (var finding in finalizer is null ? Array.Empty<Finding>() : Again(life, constructor!, declaration!, finalizer, birth.Thrown, Array.Empty<World>()))
        {
            yield return finding;
        }

        if (_releasers.Count == 0)
        {
            yield break;
        }

        var starts = birth.Ends.ToList();
        foreach (var (method, body) in _members.Openers)
        {
            if (life.Run(method, body, ImmutableArray<(IParameterSymbol, long)>.Empty, birth.Ends) is { } opened)
            {
                starts.AddRange(opened.Ends.Where(e => e.Resources.Exists(r => r is { IsLive: true, StoredIn: not null } && !birth.Ends.Any(b => b.Resources.Exists(x => x.Site == r.Site)))));
            }
        }

        foreach (var (method, body) in _releasers)
        {
            if (life.Run(method, body, ImmutableArray<(IParameterSymbol, long)>.Empty, starts) is { } stage)
            {
                foreach (var finding in _members.Ends.SelectMany(ending => Again(life, method, body, ending, stage.Ends.Concat(stage.Thrown), starts)))
                {
                    yield return finding;
                }
            }
        }
    }

    private IEnumerable<Finding> Again(Life life, IMethodSymbol earlier, SyntaxNode body, Ending ending, IEnumerable<World> ends, IReadOnlyList<World> starts)
    {
        var left = ends.Where(e => e.Resources.Exists(r => IsLeft(r, e))).ToList();
        if (left.Count == 0 || life.Run(ending.Method, ending.Body, ending.Arguments, left) is not { } stage)
        {
            yield break;
        }

        foreach (var finding in stage.Findings)
        {
            if (finding is { Kind: FindingKind.ReleasedAgain, Resource: { } resource } && IsIn(body, resource) && left.Find(w => life.FieldOf(resource, w) is not null) is { } world &&
                life.FieldOf(resource, world) is { } field && IsCertain(finding, earlier, body, starts) &&
                (earlier.MethodKind == MethodKind.Constructor || !_members.MayBeReplaced(field, body)))
            {
                yield return finding with { Ending = ending, Earlier = earlier, Field = field };
            }
        }

        bool IsLeft(Resource resource, World world) =>
            resource is { Status: Status.Released, Unsure: false, Reported: false, PendingRelease: null } && (resource.Owned || resource.Foreign) &&
            !_contracts.IsCounted(resource.Kind) && IsIn(body, resource) && life.FieldOf(resource, world) is not null;
    }

    private static bool IsIn(SyntaxNode body, Resource resource) =>
        resource.ReleasedAt?.Syntax is { } release && release.SyntaxTree == body.SyntaxTree && body.Span.Contains(release.Span);

    // What the members do is decided by nothing but the arguments of the earlier one, and by what goes wrong in that.
    private bool IsCertain(Finding finding, IMethodSymbol earlier, SyntaxNode body, IReadOnlyList<World> starts)
    {
        bool IsIn(SyntaxNode node) => node.SyntaxTree == body.SyntaxTree && body.Span.Contains(node.Span);

        for (var step = finding.Path.Count > 0 ? finding.Path[finding.Path.Count - 1] : finding.Resource!.AcquiredAt; step is not null && !starts.Any(s => s.Trail == step); step = step.Previous)
        {
            if ((step.IsOpen && !(IsIn(step.Node) && (earlier.MethodKind == MethodKind.Constructor || IsForCallers(step.Node)))) ||
                (step.Kind == StepKind.Thrown && !IsIn(step.Node)))
            {
                return false;
            }
        }

        return true;
    }

    private bool IsForCallers(SyntaxNode condition)
    {
        var model = _graphs.ModelOf(condition.SyntaxTree);
        return condition.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>()
            .All(name => model.GetSymbolInfo(name, _cancellationToken).Symbol is IParameterSymbol or ITypeSymbol or INamespaceSymbol or IFieldSymbol { IsConst: true });
    }

    private bool MayFailAfterRelease(SyntaxNode constructor) =>
        constructor.DescendantNodes().Any(n => n is CatchClauseSyntax or ThrowStatementSyntax or ThrowExpressionSyntax) && !Finalization.IsEndedIn(constructor, _graphs, _cancellationToken);
}
