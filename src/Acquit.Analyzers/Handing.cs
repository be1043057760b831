using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Flow;
using Acquit.Analyzers.Flow.Summaries;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.Analyzers;

/// <summary>
/// Whether what an expression yields may get out of the body around it, by the look of the code: returned, stored where others
/// find it, or passed to code that may do so. Following the body would tell for sure, but costs far more than this.
/// </summary>
internal sealed class Handing
{
    private readonly SemanticModel _model;
    private readonly ContractTable _contracts;
    private readonly CancellationToken _cancellationToken;
    private readonly HashSet<string> _carriers = new(StringComparer.Ordinal);
    private readonly Stack<SyntaxNode> _pending = new();
    private readonly BodyGraphs _graphs;
    private NamesOfBody? _names;

    /// <summary>For one body: what was found out for one expression in it is known for the next.</summary>
    public Handing(SyntaxNode body, SemanticModel model, BodyGraphs graphs, ContractTable contracts, CancellationToken cancellationToken)
    {
        _graphs = graphs;
        Body = body;
        _model = model;
        _contracts = contracts;
        _cancellationToken = cancellationToken;
    }

    public SyntaxNode Body { get; }

    /// <summary>Whether the type gives back itself what a constructor puts into a field of it, so that no caller has to; null where that counts as a way out as well.</summary>
    public Func<IFieldSymbol, bool>? StaysIn { get; init; }

    public bool MayGetOut(SyntaxNode yielding)
    {
        _pending.Push(yielding);
        while (_pending.Count > 0)
        {
            if (GetsOut(_pending.Pop()))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Where the variables are mentioned that carry it, as far as is known by now.</summary>
    public IEnumerable<SyntaxNode> Carriers() => _carriers.SelectMany(MentionsOf);

    // Whatever is not known to keep it in counts as a way out.
    private bool GetsOut(SyntaxNode node)
    {
        switch (node.Parent)
        {
            case ExpressionStatementSyntax or IfStatementSyntax or WhileStatementSyntax or DoStatementSyntax or LockStatementSyntax or
                UsingStatementSyntax or ThrowStatementSyntax or ThrowExpressionSyntax or InterpolationSyntax:
                return false;
            case IsPatternExpressionSyntax test:
                foreach (var variable in test.Pattern.DescendantNodesAndSelf().OfType<SingleVariableDesignationSyntax>())
                {
                    Carry(variable.Identifier.ValueText);
                }

                return false;
            case BinaryExpressionSyntax test when IsTest(test):
                return false;
            case ConditionalExpressionSyntax choice when choice.Condition == node:
                return false;
            case NameColonSyntax or NameEqualsSyntax:
                return false;
            case MemberAccessExpressionSyntax or MemberBindingExpressionSyntax or InvocationExpressionSyntax or CastExpressionSyntax or
                ParenthesizedExpressionSyntax or ConditionalExpressionSyntax or BinaryExpressionSyntax or PrefixUnaryExpressionSyntax or
                PostfixUnaryExpressionSyntax or AwaitExpressionSyntax or CheckedExpressionSyntax or RefExpressionSyntax or ConditionalAccessExpressionSyntax or
                TupleExpressionSyntax or InitializerExpressionSyntax or BaseObjectCreationExpressionSyntax or TypeSyntax:
                _pending.Push(node.Parent);
                return false;
            case ElementAccessExpressionSyntax element:
                // What is in an array of bytes is no resource, though the array be one.
                if (element.ArgumentList == node || !IsNumber(TypeOf(element)))
                {
                    _pending.Push(element);
                }

                return false;
            case ArgumentSyntax { Parent: TupleExpressionSyntax } part:
                _pending.Push(part.Parent!);
                return false;
            case ArgumentSyntax { Parent: BaseArgumentListSyntax { Parent: ExpressionSyntax call } } argument:
                return IsKeptBy(call, argument);
            case EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent.Parent: LocalDeclarationStatementSyntax or UsingStatementSyntax or FixedStatementSyntax } variable }:
                Carry(variable.Identifier.ValueText);
                return false;
            case AssignmentExpressionSyntax assignment when assignment.Left == node:
                return false;
            case AssignmentExpressionSyntax assignment when assignment.IsKind(SyntaxKind.SimpleAssignmentExpression) && assignment.Parent is not InitializerExpressionSyntax:
                _pending.Push(assignment);
                return !IsOwn(assignment.Left) && !StaysWithObject(assignment.Left);
            default:
                return true;
        }
    }

    private bool IsOfThisObject(ExpressionSyntax call, IMethodSymbol method) =>
        method.IsInSourceOf(_model.Compilation) && !method.IsStatic &&
        (call is not InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: var receiver } } || receiver is InstanceExpressionSyntax) &&
        call is InvocationExpressionSyntax;

    private static bool IsTest(BinaryExpressionSyntax binary) => binary.Kind() is
        SyntaxKind.EqualsExpression or SyntaxKind.NotEqualsExpression or SyntaxKind.LessThanExpression or SyntaxKind.LessThanOrEqualExpression or
        SyntaxKind.GreaterThanExpression or SyntaxKind.GreaterThanOrEqualExpression or SyntaxKind.IsExpression;

    // What is called puts what it is given into nothing that the caller has hold of, unless its contract says so, or it is the
    // object's own code; but what it yields, or the object it is called on, may be made of it.
    private bool IsKeptBy(ExpressionSyntax call, ArgumentSyntax argument)
    {
        if (call is not (InvocationExpressionSyntax or ObjectCreationExpressionSyntax) ||
            _model.GetSymbolInfo(call, _cancellationToken).Symbol is not IMethodSymbol method || IsOfThisObject(call, method) ||
            _contracts.Of(method)?.SameAs.Any(same => same.Target.Kind != TargetKind.Return) == true)
        {
            return true;
        }

        if (CanCarry(TypeOf(call), argument))
        {
            _pending.Push(call);
        }

        if (call is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: var receiver } })
        {
            IsOwn(receiver);
        }

        return ((BaseArgumentListSyntax)argument.Parent!).Arguments.Any(other =>
            other != argument && !other.RefKindKeyword.IsKind(SyntaxKind.None) && !IsOwn(other.Expression));
    }

    // Nothing is released by a text or a flag, nor by a number that was made of something else.
    private bool CanCarry(ITypeSymbol? result, ArgumentSyntax argument) =>
        result?.SpecialType is not (SpecialType.System_String or SpecialType.System_Boolean or SpecialType.System_Void) &&
        !(IsNumber(result) && TypeOf(argument.Expression) is { IsReferenceType: true } or { IsRefLikeType: true });

    private ITypeSymbol? TypeOf(ExpressionSyntax expression) => _model.GetTypeInfo(expression, _cancellationToken).Type;

    // Not one that is as wide as a pointer.
    private static bool IsNumber(ITypeSymbol? type) =>
        type is { TypeKind: TypeKind.Enum } or { SpecialType: >= SpecialType.System_Char and <= SpecialType.System_Double };

    // A variable of the body, which carries it from then on. One that refers to something else does not keep it in.
    private bool IsOwn(ExpressionSyntax target)
    {
        switch (target)
        {
            case IdentifierNameSyntax { Identifier.ValueText: var name } when IsLocal(name):
                Carry(name);
                return true;
            case DeclarationExpressionSyntax { Designation: SingleVariableDesignationSyntax { Identifier.ValueText: var name } }:
                Carry(name);
                return true;
            case DeclarationExpressionSyntax { Designation: DiscardDesignationSyntax }:
                return true;
            default:
                return false;
        }
    }

    // Whatever names the field carries it from then on.
    private bool StaysWithObject(ExpressionSyntax target)
    {
        if (StaysIn is null || Body is not ConstructorDeclarationSyntax || target is not (IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax }) ||
            _model.GetSymbolInfo(target, _cancellationToken).Symbol is not IFieldSymbol { IsStatic: false, ContainingType.TypeKind: TypeKind.Class } field || !StaysIn(field))
        {
            return false;
        }

        Carry(field.Name);
        return true;
    }

    private void Carry(string variable)
    {
        if (_carriers.Add(variable))
        {
            foreach (var mention in MentionsOf(variable))
            {
                _pending.Push(mention);
            }
        }
    }

    private bool IsLocal(string name) => Names.Locals.Contains(name);

    private IEnumerable<SyntaxNode> MentionsOf(string variable)
    {
        foreach (var name in Names.Names)
        {
            if (name.Identifier.ValueText == variable)
            {
                yield return name;
            }
        }
    }

    private NamesOfBody Names => _names ??= _graphs.NamesOf(Body);
}
