using Acquit.Analyzers.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.Analyzers.Flow.Batches;

/// <summary>
/// Finds loops that look up again what they release: what was acquired was not kept. They have to hope that the same is found.
/// </summary>
internal sealed class LookUpLoops
{
    private readonly SemanticModel _model;
    private readonly ContractTable _contracts;
    private readonly CancellationToken _cancellationToken;

    public LookUpLoops(SemanticModel model, ContractTable contracts, CancellationToken cancellationToken)
    {
        _model = model;
        _contracts = contracts;
        _cancellationToken = cancellationToken;
    }

    /// <summary>The loop that a release is in, where that is one.</summary>
    public LookUpLoop? Around(InvocationExpressionSyntax release, SimpleNameSyntax name)
    {
        if (release.Parent is not ExpressionStatementSyntax || LoopAround(release) is not { } loop ||
            _model.GetSymbolInfo(release, _cancellationToken).Symbol is not IMethodSymbol { ReducedFrom: null } single)
        {
            return null;
        }

        bool IsIt(InvocationExpressionSyntax call) =>
            call == release || SymbolEqualityComparer.Default.Equals(_model.GetSymbolInfo(call, _cancellationToken).Symbol, single);

        return LookUpBody.Read(loop, name.Identifier.ValueText, IsIt) is { LookUp: { } lookUp } body && _contracts.Of(single) is { } contract &&
            Siblings.Released(single, contract) == 0
            ? Of(loop, body, lookUp, single, contract)
            : null;
    }

    private LookUpLoop? Of(StatementSyntax loop, LookUpBody body, InvocationExpressionSyntax lookUp, IMethodSymbol single, MemberContract contract)
    {
        if (_model.GetSymbolInfo(lookUp, _cancellationToken).Symbol is not IMethodSymbol { ReducedFrom: null } looker ||
            _contracts.Of(looker) is not { } said || said.LooksUp.FirstOrDefault(l => l.Target.IsReturn) is not { } clause ||
            SourceOf(lookUp, looker, clause.Source) is not { } source)
        {
            return null;
        }

        // What the call takes on what it finds is given back here as well: of what was held before, the rest.
        var released = contract.Releases.Select(r => r.Kind).ToList();
        var given = body.Releases.Count - said.Acquires.Length;
        if (said.Acquires.Length > 1 || !said.Acquires.All(a => a.Target.IsReturn && released.Contains(a.Kind)) || given < 1 || IsThatRelease(loop))
        {
            return null;
        }

        var direct = given != body.Releases.Count ? null : clause.ReleasedBy.SelectMany(n => looker.ContainingType.GetMembers(n)).OfType<IMethodSymbol>().FirstOrDefault(m =>
            Takes(m, looker, clause.Source) is { } releases && released.TrueForAll(releases.Contains) && _model.IsAccessible(lookUp.SpanStart, m));
        return new LookUpLoop(loop, lookUp, looker, source, body.Releases, given, single)
        {
            Direct = direct,
            AllAtOnce = Siblings.Of(single, contract, null, _contracts).Select(b => b.Method).FirstOrDefault(m => _model.IsAccessible(lookUp.SpanStart, m)),
            Steps = body.Steps,
        };
    }

    // What it releases, when it needs nothing but what is looked up in.
    private IReadOnlyList<string>? Takes(IMethodSymbol method, IMethodSymbol looker, Target source) =>
        source is { Kind: TargetKind.Parameter, Ordinal: var ordinal } && method.IsStatic == looker.IsStatic && method is { IsGenericMethod: false, Parameters.IsEmpty: false } &&
        method.Parameters.Skip(1).All(p => p.IsOptional) && method.Parameters[0].RefKind == RefKind.None &&
        SymbolEqualityComparer.Default.Equals(method.Parameters[0].Type, looker.Parameters[ordinal].Type) && _contracts.Of(method) is { Acquires.IsEmpty: true } contract
            ? contract.Releases.Where(r => r.Target == Target.Parameter(0) && !r.Consumes).Select(r => r.Kind).ToList()
            : null;

    // What releases all that belongs to something has to find it there.
    private bool IsThatRelease(StatementSyntax loop) =>
        _model.GetEnclosingSymbol(loop.SpanStart, _cancellationToken) is IMethodSymbol owner && _contracts.Of(owner) is { Releases.IsEmpty: false };

    private static ExpressionSyntax? SourceOf(InvocationExpressionSyntax call, IMethodSymbol looker, Target source)
    {
        if (source.Kind == TargetKind.Receiver)
        {
            return (call.Expression as MemberAccessExpressionSyntax)?.Expression;
        }

        return Arguments.Of(call, looker, source.Ordinal);
    }

    private static StatementSyntax? LoopAround(SyntaxNode release)
    {
        var owner = release.Parent!.Parent;
        for (var i = 0; i < 4 && owner is BlockSyntax or IfStatementSyntax; i++)
        {
            owner = owner.Parent;
        }

        return owner is ForStatementSyntax or ForEachStatementSyntax or WhileStatementSyntax or DoStatementSyntax ? (StatementSyntax)owner : null;
    }
}
