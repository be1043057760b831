using Acquit.Analyzers.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Acquit.Analyzers.Flow.Usage;

/// <summary>Finds the arguments in a body that a contract forbids, whichever way the code takes.</summary>
internal sealed class ForbiddenArguments
{
    private readonly ContractTable _contracts;
    private readonly List<Finding> _findings;
    private readonly CancellationToken _cancellationToken;

    public ForbiddenArguments(ContractTable contracts, List<Finding> findings, CancellationToken cancellationToken)
    {
        _contracts = contracts;
        _findings = findings;
        _cancellationToken = cancellationToken;
    }

    /// <summary>Judges the calls of a body, and of the lambdas and local functions in it.</summary>
    public void Judge(ControlFlowGraph graph, ISymbol owner)
    {
        var run = BitFlow.Follow(graph, owner, Judge, _cancellationToken);
        foreach (var local in graph.LocalFunctions)
        {
            Judge(graph.GetLocalFunctionControlFlowGraph(local, _cancellationToken), local);
        }

        foreach (var lambda in run
            .SelectMany(b => b.BranchValue is { } value ? b.Operations.Add(value) : b.Operations)
            .SelectMany(o => o.DescendantsAndSelf())
            .OfType<IFlowAnonymousFunctionOperation>())
        {
            Judge(graph.GetAnonymousFunctionControlFlowGraph(lambda, _cancellationToken), lambda.Symbol);
        }
    }

    private void Judge(IOperation operation, IReadOnlyDictionary<int, Bits> arguments)
    {
        var (method, receiver) = operation switch
        {
            IInvocationOperation call => (call.TargetMethod, call.Instance?.Type),
            IObjectCreationOperation creation => (creation.Constructor, null),
            _ => default,
        };
        if (method is null || _contracts.Of(method, receiver) is not { Forbids.IsEmpty: false } contract)
        {
            return;
        }

        foreach (var clause in contract.Forbids)
        {
            if (Holds(clause.When, method, arguments) && NodeOf(operation, clause) is var node &&
                !_findings.Exists(f => f.Node == node && f.Forbidden == clause))
            {
                _findings.Add(new Finding(FindingKind.ForbiddenArgument, node, null, Array.Empty<Trail>()) { Method = method, Forbidden = clause });
            }
        }
    }

    private static bool Holds(Condition condition, IMethodSymbol method, IReadOnlyDictionary<int, Bits> arguments) =>
        !condition.Tests.IsEmpty && condition.Tests.All(test => Holds(test, method, arguments));

    // A constant is of the type of what it is compared with.
    private static bool Holds(Test test, IMethodSymbol method, IReadOnlyDictionary<int, Bits> arguments)
    {
        var type = TypeOf(test.Left, method);
        var (left, right) = (BitsOf(test.Left, arguments), BitsOf(test.Right, arguments));
        return test.Operator switch
        {
            TestOperator.Has => right.Value is { } flags and not 0 && (left.Ones & (ulong)flags) == (ulong)flags,
            TestOperator.Lacks => right.Value is { } flags and not 0 && (left.Zeros & (ulong)flags) == (ulong)flags,
            TestOperator.NotEqual => ((left.Ones & right.Zeros) | (left.Zeros & right.Ones)) != 0,
            _ => left.Number(type) is { } a && right.Number(TypeOf(test.Right, method) ?? type) is { } b && test.Operator switch
            {
                TestOperator.Equal => a == b,
                TestOperator.Greater => a > b,
                TestOperator.GreaterOrEqual => a >= b,
                TestOperator.Less => a < b,
                TestOperator.LessOrEqual => a <= b,
                _ => false,
            },
        };
    }

    private static ITypeSymbol? TypeOf(Operand operand, IMethodSymbol method) =>
        operand.Kind == OperandKind.Parameter ? method.Parameters[operand.Ordinal].Type : null;

    private static Bits BitsOf(Operand operand, IReadOnlyDictionary<int, Bits> arguments) => operand.Kind switch
    {
        OperandKind.Constant => Bits.Exactly(operand.Constant),
        OperandKind.Parameter when arguments.TryGetValue(operand.Ordinal, out var bits) => bits,
        _ => Bits.Unknown,
    };

    // The argument that the clause is about; the call, when that is left out.
    private static SyntaxNode NodeOf(IOperation call, ForbidClause clause)
    {
        var ordinal = clause.Target.Kind == TargetKind.Parameter
            ? clause.Target.Ordinal
            : clause.When.Tests.Select(t => t.Left).FirstOrDefault(o => o.Kind == OperandKind.Parameter) is { Kind: OperandKind.Parameter } operand
                ? operand.Ordinal
                : -1;
        var arguments = call is IInvocationOperation invocation ? invocation.Arguments : ((IObjectCreationOperation)call).Arguments;
        var argument = arguments.FirstOrDefault(a => a.Parameter?.Ordinal == ordinal && a.ArgumentKind == ArgumentKind.Explicit);
        return argument?.Syntax switch
        {
            ArgumentSyntax written => written.Expression,
            ExpressionSyntax expression => WithParentheses(expression),
            _ => call.Syntax,
        };
    }

    private static SyntaxNode WithParentheses(ExpressionSyntax expression)
    {
        SyntaxNode written = expression;
        while (written.Parent is ParenthesizedExpressionSyntax outer)
        {
            written = outer;
        }

        return written;
    }
}
