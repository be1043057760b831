using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Acquit.Analyzers.Flow.Summaries;

/// <summary>
/// Methods that answer a question about what they are passed, as <c>IsNull(handle)</c> does: what their answer says is what their body asks. Nothing
/// that is held passes through them, so that they are not followed.
/// </summary>
internal sealed class Predicates
{
    private readonly BodyGraphs _graphs;
    private readonly ConcurrentDictionary<IMethodSymbol, Question?> _known = new(SymbolEqualityComparer.Default);

    public Predicates(BodyGraphs graphs) => _graphs = graphs;

    /// <summary>What a body comes to: an expression that answers, or a choice between two of them.</summary>
    public abstract record Question;

    /// <summary>A test that is to be made as it stands, or one of its parts.</summary>
    public sealed record Test(IOperation Asked) : Question;

    /// <summary>Another method's answer.</summary>
    public sealed record Passed(IInvocationOperation Call) : Question;

    public sealed record Choice(Question When, Question Then, Question Otherwise) : Question;

    public sealed record Not(Question Operand) : Question;

    /// <summary>What an answer always is.</summary>
    public sealed record Sure(bool Answer) : Question;

    /// <summary>What the method asks about its parameters; null where it may look at anything else.</summary>
    public Question? Of(IMethodSymbol called, CancellationToken cancellationToken)
    {
        if (called is not { ReturnType.SpecialType: SpecialType.System_Boolean, IsAsync: false } || called.Parameters.IsEmpty || !CallGraph.IsFixed(called) ||
            !called.IsInSourceOf(_graphs.Compilation))
        {
            return null;
        }

        var method = (called.ReducedFrom ?? called).OriginalDefinition;
        return _known.TryGetValue(method, out var known) ? known : _known.GetOrAdd(method, Find(method, cancellationToken));
    }

    private Question? Find(IMethodSymbol method, CancellationToken cancellationToken)
    {
        if (method.Parameters.Any(p => p.RefKind is not (RefKind.None or RefKind.In)) || _graphs.OwnDeclarationOf(method, cancellationToken) is not { } declaration ||
            PredicateText.In(declaration) is not { } text)
        {
            return null;
        }

        var reader = new Reader(method, _graphs.ModelOf(declaration.SyntaxTree), cancellationToken);
        return reader.Read(text);
    }

    private sealed class Reader
    {
        private readonly IMethodSymbol _method;
        private readonly SemanticModel _model;
        private readonly CancellationToken _cancellationToken;

        public Reader(IMethodSymbol method, SemanticModel model, CancellationToken cancellationToken)
        {
            _method = method;
            _model = model;
            _cancellationToken = cancellationToken;
        }

        public Question? Read(PredicateText text) => text.Condition is null ? Read(_model.GetOperation(text.Answer!, _cancellationToken))
            : Read(_model.GetOperation(text.Condition, _cancellationToken)) is { } when && Read(text.Then!) is { } then && Read(text.Otherwise!) is { } otherwise
                ? new Choice(when, then, otherwise)
                : null;

        private Question? Read(IOperation? asked)
        {
            switch (asked)
            {
                case { ConstantValue: { HasValue: true, Value: bool answer } }:
                    return new Sure(answer);
                case IParenthesizedOperation inner:
                    return Read(inner.Operand);
                case IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, OperatorMethod: null } not:
                    return Read(not.Operand) is { } operand ? new Not(operand) : null;
                case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd, OperatorMethod: null } and:
                    return Read(and.LeftOperand) is { } first && Read(and.RightOperand) is { } second ? new Choice(first, second, new Sure(false)) : null;
                case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalOr, OperatorMethod: null } or:
                    return Read(or.LeftOperand) is { } left && Read(or.RightOperand) is { } right ? new Choice(left, new Sure(true), right) : null;
                case IConditionalOperation { WhenFalse: { } otherwise } choice:
                    return Read(choice.Condition) is { } when && Read(choice.WhenTrue) is { } whenTrue && Read(otherwise) is { } whenFalse ? new Choice(when, whenTrue, whenFalse) : null;
                case IParameterReferenceOperation { Parameter: var parameter } when IsOwn(parameter):
                    return new Test(asked);
                case ILocalReferenceOperation { Local: { RefKind: RefKind.None, DeclaringSyntaxReferences: { Length: 1 } declared } }
                        when declared[0].GetSyntax(_cancellationToken) is VariableDeclaratorSyntax { Initializer.Value: { } value }:
                    return Read(_model.GetOperation(value, _cancellationToken));
                case IBinaryOperation binary when IsComparison(binary) && IsLook(binary.LeftOperand) && IsLook(binary.RightOperand):
                    return new Test(binary);
                case IIsPatternOperation { Pattern: var pattern } isPattern when IsLook(isPattern.Value) && IsPlain(pattern):
                    return new Test(isPattern);
                case IInvocationOperation { TargetMethod: { Name: nameof(Equals) or nameof(ReferenceEquals) } equals } call
                        when ClassLibrary.Has(equals.ContainingType) && (call.Instance is null || IsLook(call.Instance)) && call.Arguments.All(a => IsLook(a.Value)):
                    return new Test(call);
                case IInvocationOperation { TargetMethod: { ReturnType.SpecialType: SpecialType.System_Boolean, IsStatic: true, ContainingAssembly: var assembly } } other
                        when SymbolEqualityComparer.Default.Equals(assembly, _method.ContainingAssembly) && other.Arguments.All(a => IsLook(a.Value)):
                    return new Passed(other);
                default:
                    return null;
            }
        }

        private bool IsOwn(IParameterSymbol parameter) => SymbolEqualityComparer.Default.Equals(parameter.ContainingSymbol, _method);

        private bool IsLook(IOperation operation) => operation switch
        {
            { ConstantValue.HasValue: true } or IDefaultValueOperation or IFieldReferenceOperation { Field: { IsStatic: true, IsReadOnly: true } } => true,
            IParameterReferenceOperation { Parameter: var parameter } => IsOwn(parameter),
            IConversionOperation { OperatorMethod: null } conversion => IsLook(conversion.Operand),
            IConversionOperation { OperatorMethod.ContainingType.SpecialType: SpecialType.System_IntPtr or SpecialType.System_UIntPtr } conversion => IsLook(conversion.Operand),
            IParenthesizedOperation parenthesized => IsLook(parenthesized.Operand),
            IObjectCreationOperation { Type.SpecialType: SpecialType.System_IntPtr or SpecialType.System_UIntPtr, Arguments: { Length: 1 } arguments } => IsLook(arguments[0].Value),
            _ => false,
        };

        private static bool IsComparison(IBinaryOperation binary) =>
            binary.OperatorKind is BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals or BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual or
                BinaryOperatorKind.GreaterThan or BinaryOperatorKind.GreaterThanOrEqual &&
            (binary.OperatorMethod is null || binary.OperatorMethod.ContainingType.SpecialType is SpecialType.System_IntPtr or SpecialType.System_UIntPtr);

        private static bool IsPlain(IPatternOperation pattern) => pattern switch
        {
            IConstantPatternOperation or IRelationalPatternOperation => true,
            INegatedPatternOperation negated => IsPlain(negated.Pattern),
            IBinaryPatternOperation binary => IsPlain(binary.LeftPattern) && IsPlain(binary.RightPattern),
            IRecursivePatternOperation { PropertySubpatterns.IsEmpty: true, DeconstructionSubpatterns.IsEmpty: true, DeclaredSymbol: null } any =>
                SymbolEqualityComparer.Default.Equals(any.InputType, any.MatchedType),
            _ => false,
        };
    }
}
