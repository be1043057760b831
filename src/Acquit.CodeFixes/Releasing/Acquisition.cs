using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Flow;
using Acquit.CodeFixes.Trying;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Acquit.CodeFixes.Releasing;

/// <summary>An acquiring call as it stands in the code, and the expressions by which its outcome can be named afterwards.</summary>
internal sealed class Acquisition
{
    private readonly AnalyzedFile _file;
    private readonly ImmutableArray<IArgumentOperation> _arguments;
    private readonly ExpressionSyntax? _result;

    private Acquisition(
        AnalyzedFile file, ExpressionSyntax call, IMethodSymbol method, AcquireClause clause, ImmutableArray<IArgumentOperation> arguments)
    {
        _file = file;
        _arguments = arguments;
        Call = call;
        Method = method;
        Clause = clause;
        _result = AssignedVariable(call);
        Receiver = ReceiverOf(call);
    }

    public SemanticModel Model => _file.Model;

    public AcquireClause Clause { get; }

    public IMethodSymbol Method { get; }

    public ExpressionSyntax Call { get; }

    /// <summary>What the call is made on, as written: an object, a type, or nothing.</summary>
    public ExpressionSyntax? Receiver { get; }

    /// <summary>The statement that acquires.</summary>
    public StatementSyntax? Statement => Call.FirstAncestorOrSelf<StatementSyntax>();

    /// <summary>Null for calls that are written otherwise than as a call or a new.</summary>
    public static Acquisition? Of(AnalyzedFile file, Resource resource) =>
        resource is { Foreign: false, Site: { Call.Syntax: ExpressionSyntax call, Method: var method, Clause: var clause } }
            ? Of(file, call, method, clause)
            : null;

    /// <inheritdoc cref="Of(AnalyzedFile, Resource)"/>
    public static Acquisition? Of(AnalyzedFile file, ExpressionSyntax call, IMethodSymbol method, AcquireClause clause) =>
        file.Model.GetOperation(call, file.CancellationToken) switch
        {
            IInvocationOperation invocation => new Acquisition(file, call, method, clause, invocation.Arguments),
            IObjectCreationOperation creation => new Acquisition(file, call, method, clause, creation.Arguments),
            _ => null,
        };

    /// <summary>What names the resource; null when nothing does.</summary>
    public ExpressionSyntax? Holder => Clause.Target.Path is not null ? null : Clause.Target.Kind switch
    {
        TargetKind.Return => _result,
        TargetKind.Receiver => Receiver,
        TargetKind.Parameter => Argument(Clause.Target.Ordinal),
        _ => null,
    };

    /// <summary>What says how many were acquired; null when nothing does.</summary>
    public ExpressionSyntax? Count => Clause.Count is { } count ? Written(count) : null;

    /// <summary>The variables from which can be told whether it succeeded.</summary>
    public IEnumerable<string> Outcomes =>
        new[] { Holder, Count, _result }.OfType<IdentifierNameSyntax>().Select(n => n.Identifier.ValueText);

    /// <summary>What was passed for a parameter; null when it was left out or has no name afterwards.</summary>
    public ExpressionSyntax? Argument(int ordinal) => CallSyntax.Argument(_arguments, ordinal) switch
    {
        DeclarationExpressionSyntax { Designation: SingleVariableDesignationSyntax variable } => Name(variable.Identifier),
        var expression => expression,
    };

    /// <summary>The expression for what a contract calls <c>return</c> or by a parameter's name.</summary>
    public ExpressionSyntax? Written(Operand operand) => operand.Kind switch
    {
        OperandKind.Return => _result,
        OperandKind.Parameter => Argument(operand.Ordinal),
        _ => SyntaxFactory.ParseExpression(operand.Constant.ToString(System.Globalization.CultureInfo.InvariantCulture)),
    };

    private static ExpressionSyntax? ReceiverOf(ExpressionSyntax call) =>
        call is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } &&
        access.IsKind(SyntaxKind.SimpleMemberAccessExpression)
            ? access.Expression
            : null;

    private static ExpressionSyntax Name(SyntaxToken variable) => SyntaxFactory.IdentifierName(variable);

    private static ExpressionSyntax? AssignedVariable(ExpressionSyntax call)
    {
        SyntaxNode value = call;
        while (value.Parent is ParenthesizedExpressionSyntax or CastExpressionSyntax or AwaitExpressionSyntax or CheckedExpressionSyntax
            or PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression })
        {
            value = value.Parent;
        }

        return value.Parent switch
        {
            EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax variable } => Name(variable.Identifier),
            AssignmentExpressionSyntax assignment when assignment.IsKind(SyntaxKind.SimpleAssignmentExpression) && assignment.Right == value =>
                assignment.Left,
            IsPatternExpressionSyntax { Pattern: var pattern } => Designated(pattern) is { } variable ? Name(variable) : null,
            _ => null,
        };
    }

    private static SyntaxToken? Designated(PatternSyntax pattern) => pattern switch
    {
        RecursivePatternSyntax { Designation: SingleVariableDesignationSyntax variable } => variable.Identifier,
        DeclarationPatternSyntax { Designation: SingleVariableDesignationSyntax variable } => variable.Identifier,
        VarPatternSyntax { Designation: SingleVariableDesignationSyntax variable } => variable.Identifier,
        UnaryPatternSyntax not => Designated(not.Pattern),
        ParenthesizedPatternSyntax parenthesized => Designated(parenthesized.Pattern),
        _ => null,
    };

    /// <summary>Whether the file asks <c>is null</c> where others ask <c>== null</c>.</summary>
    public bool IsTestedByPattern =>
        _file.Root.DescendantNodes().Any(n => n is IsPatternExpressionSyntax { Pattern: ConstantPatternSyntax or UnaryPatternSyntax }) &&
        !_file.Root.DescendantNodes().Any(n => n is BinaryExpressionSyntax { Right.RawKind: (int)SyntaxKind.NullLiteralExpression });

    /// <summary>Whether an expression still means at a later place what it meant right after the acquire.</summary>
    public bool IsStable(ExpressionSyntax expression, int place) => Stability.Holds(expression, Call, place, _file);
}
