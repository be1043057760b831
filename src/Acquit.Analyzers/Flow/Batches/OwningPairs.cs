using Acquit.Analyzers.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.Analyzers.Flow.Batches;

/// <summary>A release, and a statement beside it that gives back several other things: a loop, or a call for all of them.</summary>
internal sealed class OwningPairs
{
    private readonly SemanticModel _model;
    private readonly ContractTable _contracts;
    private readonly ReleaseLoops _loops;
    private readonly LookUpLoops _lookUps;
    private readonly CancellationToken _cancellationToken;

    public OwningPairs(SemanticModel model, ContractTable contracts, ReleaseLoops loops, LookUpLoops lookUps, CancellationToken cancellationToken)
    {
        (_model, _contracts, _loops, _lookUps, _cancellationToken) = (model, contracts, loops, lookUps, cancellationToken);
    }

    /// <summary>Whether it is worth while to ask what is released: beside it, something goes by the name of a release.</summary>
    public bool HasNeighbour(InvocationExpressionSyntax release) =>
        release.Parent is ExpressionStatementSyntax statement && release.ArgumentList.Arguments.Count == 1 &&
        Beside(statement).Any(s => s.DescendantNodes().Any(n => n is InvocationExpressionSyntax call && CallName(call) is { } name && _contracts.ReleasingNames.Contains(name.Identifier.ValueText)));

    /// <summary>The kind that a call releases, and what is passed for that; null when it may release several.</summary>
    public (string? Kind, ExpressionSyntax? Released) Released(InvocationExpressionSyntax call) =>
        _model.GetSymbolInfo(call, _cancellationToken).Symbol is IMethodSymbol { ReducedFrom: null } method && _contracts.Of(method) is { Acquires.IsEmpty: true, Releases: { Length: 1 } releases } &&
        releases[0] is { Count: null, Consumes: false, IfHeld: false, Target: { Kind: TargetKind.Parameter, Path: null } target } clause &&
        clause.When.Tests.All(t => t.Left == Operand.Parameter(target.Ordinal) && t.Operator == TestOperator.NotEqual && t.Right == Operand.Number(0))
            ? (clause.Kind, Arguments.Of(call, method, target.Ordinal))
            : default;

    /// <summary>The pair that a release is in; null when it stands alone.</summary>
    /// <param name="kinds">What the other one releases at most.</param>
    public OwningPair? At(InvocationExpressionSyntax release, IReadOnlyList<string> kinds) =>
        release.Parent is ExpressionStatementSyntax statement ? Beside(statement).Select(s => Put(release, s, kinds)).FirstOrDefault(p => p is not null) : null;

    private OwningPair? Put(InvocationExpressionSyntax release, StatementSyntax put, IReadOnlyList<string> kinds)
    {
        if (put is ExpressionStatementSyntax { Expression: InvocationExpressionSyntax all })
        {
            return Batch(all, kinds) is ({ } method, { } released) ? new OwningPair(release, put, method) { Stretch = released } : null;
        }

        foreach (var call in put.DescendantNodes().OfType<InvocationExpressionSyntax>().Where(c => c.Parent is ExpressionStatementSyntax).Take(4))
        {
            if (CallName(call) is not { } name)
            {
                continue;
            }

            if (_lookUps.Around(call, name) is { Given: 1 } found && found.Statement == put && AreAll(found.Single, kinds))
            {
                return new OwningPair(release, put, found.Single) { LookUp = found };
            }

            if (_loops.Stretch(put, call) is ({ } single, { } stretch) && AreAll(single, kinds))
            {
                return new OwningPair(release, put, single) { Stretch = stretch };
            }
        }

        return null;
    }

    private (IMethodSymbol? Method, Stretch? Released) Batch(InvocationExpressionSyntax call, IReadOnlyList<string> kinds)
    {
        if (_model.GetSymbolInfo(call, _cancellationToken).Symbol is not IMethodSymbol { ReducedFrom: null } method ||
            _contracts.Of(method) is not { Acquires.IsEmpty: true, Releases.IsEmpty: false, MarksDirty.IsEmpty: true } contract || !AreAll(method, kinds) ||
            contract.Releases[0].Target is not { Kind: TargetKind.Parameter, Path: null, Ordinal: var elements } || Siblings.ElementOf(method.Parameters[elements].Type) is null ||
            !contract.Releases.All(r => r.Target.Ordinal == elements && r.Count == contract.Releases[0].Count && r.When.Tests.IsEmpty))
        {
            return default;
        }

        return (method, new Stretches(_model, _cancellationToken).Of(call, method, elements, contract.Releases[0].Count));
    }

    private bool AreAll(IMethodSymbol method, IReadOnlyList<string> kinds) =>
        _contracts.Of(method) is { Releases.IsEmpty: false } contract && contract.Releases.All(r => kinds.Contains(r.Kind) && !r.Consumes);

    private static SimpleNameSyntax? CallName(InvocationExpressionSyntax call) => call.Expression switch
    {
        MemberAccessExpressionSyntax access => access.Name,
        SimpleNameSyntax name => name,
        _ => null,
    };

    // The statements before and after it that may be the other one.
    private static IEnumerable<StatementSyntax> Beside(StatementSyntax statement)
    {
        var statements = statement.Parent switch
        {
            BlockSyntax block => block.Statements,
            SwitchSectionSyntax section => section.Statements,
            _ => default,
        };
        var at = statements.IndexOf(statement);
        foreach (var index in at < 0 ? Array.Empty<int>() : new[] { at + 1, at - 1 })
        {
            if (index >= 0 && index < statements.Count &&
                statements[index] is ForStatementSyntax or ForEachStatementSyntax or WhileStatementSyntax or DoStatementSyntax or ExpressionStatementSyntax { Expression: InvocationExpressionSyntax { ArgumentList.Arguments.Count: > 0 } })
            {
                yield return statements[index];
            }
        }
    }
}
