using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Acquit.Analyzers.Flow.Contexts;

/// <summary>
/// Whether a helper makes a call only for some of its callers: as a flag tells that they pass, that is in what they pass, or that they
/// may have set on the object before. Which of them come to the call is not known.
/// </summary>
internal sealed class ChosenByCaller
{
    private readonly IOperation _body;
    private HashSet<SyntaxNode>? _flags;

    /// <param name="body">The helper's; its flags are found once, when a call in it hangs on a condition.</param>
    public ChosenByCaller(IOperation body) => _body = body;

    public bool Is(IOperation call) =>
        ConditionsOf(call.Syntax, _body.Syntax).Any(condition => (_flags ??= FlagsIn(_body)).Any(flag => condition.Span.Contains(flag.Span)));

    // What is asked on the way to the call: around it, and by what may leave before it.
    private static IEnumerable<SyntaxNode> ConditionsOf(SyntaxNode call, SyntaxNode body)
    {
        for (var node = call; node != body && node.Parent is { } parent; node = parent)
        {
            switch (parent)
            {
                case IfStatementSyntax test when test.Condition != node:
                    yield return test.Condition;
                    break;
                case WhileStatementSyntax loop when loop.Condition != node:
                    yield return loop.Condition;
                    break;
                case ConditionalExpressionSyntax choice when choice.Condition != node:
                    yield return choice.Condition;
                    break;
                case SwitchSectionSyntax { Parent: SwitchStatementSyntax choice }:
                    yield return choice.Expression;
                    break;
                case SwitchExpressionArmSyntax { Parent: SwitchExpressionSyntax choice }:
                    yield return choice.GoverningExpression;
                    break;
                case BinaryExpressionSyntax binary when binary.Right == node && binary.Kind() is SyntaxKind.LogicalAndExpression or SyntaxKind.LogicalOrExpression:
                    yield return binary.Left;
                    break;
                case BlockSyntax block:
                    foreach (var statement in block.Statements.TakeWhile(s => s != node).Where(MayLeave))
                    {
                        yield return statement is IfStatementSyntax test ? test.Condition : ((SwitchStatementSyntax)statement).Expression;
                    }

                    break;
            }
        }
    }

    private static bool MayLeave(StatementSyntax statement) => statement is IfStatementSyntax or SwitchStatementSyntax &&
        statement.DescendantNodes().Any(n => n is ReturnStatementSyntax or ThrowStatementSyntax or GotoStatementSyntax or ContinueStatementSyntax or BreakStatementSyntax);

    // Parameters, members of parameters and of the object, and variables that are made of them.
    private static HashSet<SyntaxNode> FlagsIn(IOperation body)
    {
        var flags = new HashSet<SyntaxNode>();
        var made = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (var operation in body.DescendantsAndSelf())
        {
            var isFlag = operation switch
            {
                IParameterReferenceOperation parameter => IsFlag(parameter.Type),
                IFieldReferenceOperation or IPropertyReferenceOperation => IsOfCaller(operation) && IsFlag(operation.Type),
                ILocalReferenceOperation local => made.Contains(local.Local),
                IBinaryOperation { OperatorKind: BinaryOperatorKind.And } bits => IsOfCaller(bits.LeftOperand) || IsOfCaller(bits.RightOperand),
                _ => false,
            };
            if (!isFlag)
            {
                continue;
            }

            flags.Add(operation.Syntax);
            for (var outer = operation.Parent; outer is not null; outer = outer.Parent)
            {
                if (outer is IVariableDeclaratorOperation declarator && IsFlag(declarator.Symbol.Type))
                {
                    made.Add(declarator.Symbol);
                }
            }
        }

        return flags;
    }

    private static bool IsOfCaller(IOperation operand) => Evaluator.Unwrap(operand) switch
    {
        IParameterReferenceOperation => true,
        IFieldReferenceOperation { Field: { IsStatic: true, IsConst: false, IsReadOnly: false, ContainingType.TypeKind: not TypeKind.Enum } } => true,
        IMemberReferenceOperation { Instance: IInstanceReferenceOperation } => true,
        IMemberReferenceOperation { Instance: { } whole } => IsOfCaller(whole),
        _ => false,
    };

    // Other numbers, and objects, are looked at for being arguments at all.
    private static bool IsFlag(ITypeSymbol? type) => type is { TypeKind: TypeKind.Enum } or { SpecialType: SpecialType.System_Boolean };
}
