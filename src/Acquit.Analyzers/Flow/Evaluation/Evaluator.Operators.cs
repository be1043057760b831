using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Contracts.Binding;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Acquit.Analyzers.Flow;

// Operators and conversions.
internal sealed partial class Evaluator
{
    public Value Add(Value left, Value right) =>
        right.IsConstant ? left + right.Offset
        : left.IsConstant ? right + left.Offset
        : new Value(Symbols.Get(Origin.Term, "+", @base: left, index: right), 0);

    // It is as much more than either of the two as the other is more than nought.
    private Value Sum(Value left, Value right, World world)
    {
        var sum = Add(left, right);
        if (!left.IsConstant && !right.IsConstant)
        {
            Bound(left, right);
            Bound(right, left);
        }

        return sum;

        void Bound(Value one, Value other)
        {
            var least = -world.Facts.Upper(Value.Zero, other);
            if (least > -Facts.Infinity)
            {
                world.Assume(TestOperator.GreaterOrEqual, sum, one + least);
            }
        }
    }

    private bool IsSumOf(Value sum, Value part) =>
        Symbols[sum.Symbol] is { Origin: Origin.Term, Subject: "+" } term && (part == Value.Zero || (!part.IsConstant && (term.Base.Symbol == part.Symbol || term.Index.Symbol == part.Symbol)));

    /// <summary>Whether values of the type have members of their own, and no identity.</summary>
    public static bool IsStruct(ITypeSymbol? type) => type is { IsValueType: true, SpecialType: SpecialType.None, TypeKind: TypeKind.Struct };

    private static bool IsIntegral(ITypeSymbol? type) =>
        type is { SpecialType: >= SpecialType.System_SByte and <= SpecialType.System_UInt64 or SpecialType.System_Char } or { TypeKind: TypeKind.Enum or TypeKind.Pointer } ||
        type?.SpecialType is SpecialType.System_IntPtr or SpecialType.System_UIntPtr;

    // Compared with a code that does not bind, an answer tells nothing: the code may be the one for success, or any other.
    private void LoseUnboundAnswer(IOperation code, Value answer, World world)
    {
        if (Unwrap(code) is IInvalidOperation)
        {
            Escapes.LoseAnswer(answer, world);
        }
    }

    // What an operator with a contract yields. What another one makes of what it is given may have that in it.
    private Value? Operate(IOperation operation, IMethodSymbol method, ImmutableArray<IOperation> operands, ImmutableArray<Value> values, World world)
    {
        if (_context.Contracts.Of(method) is { } contract)
        {
            return _calls.Operate(operation, method, contract, operands, values, world);
        }

        if (!OperandTypes.IsPlain(operation.Type))
        {
            for (var i = 0; i < values.Length; i++)
            {
                if (!_context.Borrowing.Borrows(method, i))
                {
                    Escapes.Escape(operands[i], values[i], world);
                }
            }
        }

        return null;
    }

    private Value EvaluateBinary(IBinaryOperation binary, World world)
    {
        var left = Evaluate(binary.LeftOperand, world);
        var right = Evaluate(binary.RightOperand, world);
        if (binary.OperatorMethod is { Parameters.Length: 2 } method && binary.OperatorKind is not (BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals) &&
            Operate(binary, method, ImmutableArray.Create(binary.LeftOperand, binary.RightOperand), ImmutableArray.Create(left, right), world) is { } result)
        {
            return result;
        }

        var isReference = binary.LeftOperand.Type is { IsReferenceType: true } or null || binary.RightOperand.Type is { IsReferenceType: true } or null;
        var comparable = isReference || IsIntegral(binary.LeftOperand.Type) || IsHandle(binary.LeftOperand.Type) ||
                         binary.LeftOperand.Type?.SpecialType == SpecialType.System_Boolean ||
                         binary.LeftOperand.Type?.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T;
        TestOperator? test = binary.OperatorKind switch
        {
            BinaryOperatorKind.Equals => TestOperator.Equal,
            BinaryOperatorKind.NotEquals => TestOperator.NotEqual,
            BinaryOperatorKind.LessThan => TestOperator.Less,
            BinaryOperatorKind.LessThanOrEqual => TestOperator.LessOrEqual,
            BinaryOperatorKind.GreaterThan => TestOperator.Greater,
            BinaryOperatorKind.GreaterThanOrEqual => TestOperator.GreaterOrEqual,
            _ => null,
        };
        if (test is { } op)
        {
            LoseUnboundAnswer(binary.LeftOperand, right, world);
            LoseUnboundAnswer(binary.RightOperand, left, world);
            if (!comparable || (isReference && op is not (TestOperator.Equal or TestOperator.NotEqual)))
            {
                return Binary(binary.OperatorKind, left, right);
            }

            if (binary.LeftOperand.Type?.SpecialType == SpecialType.System_Boolean && right.IsConstant)
            {
                var same = op == TestOperator.Equal == (right == Value.One);
                return same ? left : Boolean(new Negation(FormulaOf(left)));
            }

            var isLifted = binary.LeftOperand.Type?.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T && op is not (TestOperator.Equal or TestOperator.NotEqual);
            if (isLifted && (left == Value.Zero || right == Value.Zero))
            {
                // Null is neither more nor less than anything.
                return Value.Zero;
            }

            if (isLifted && (Wrapped(left) is null || Wrapped(right) is null))
            {
                return Binary(binary.OperatorKind, left, right);
            }

            if (op is TestOperator.Equal or TestOperator.NotEqual && (IsNoneMadeHere(left, right, world) || IsNoneMadeHere(right, left, world)))
            {
                return op == TestOperator.NotEqual ? Value.One : Value.Zero;
            }

            if (op is TestOperator.Equal or TestOperator.NotEqual && SameIfNothing(left, right, world) is { } nothing)
            {
                return Boolean(op == TestOperator.NotEqual ? new Negation(nothing) : nothing);
            }

            if (op is TestOperator.Equal or TestOperator.NotEqual && right == Value.Zero && binary.LeftOperand.Type is IPointerTypeSymbol)
            {
                left = Unmoved(left);
            }

            if ((op is TestOperator.Less or TestOperator.GreaterOrEqual ? IsSumOf(left, right) : op is TestOperator.Greater or TestOperator.LessOrEqual && IsSumOf(right, left)) &&
                world.Facts.Evaluate(op, left, right) != Truth.Unknown)
            {
                // Whether a sum is less than a part of it, or negative though no part is, is asked to know whether there was room for it.
                return Binary(binary.OperatorKind, left, right);
            }

            (left, right) = Wrapped(left) is { } l && Wrapped(right) is { } r ? (l, r) : (left, right);
            if (Told(op, left, right) is { } told)
            {
                return Boolean(told);
            }

            var formula = OneBit(new Comparison(op, left, right));
            return Boolean(Unsigned(formula) is { } bounds ? bounds : formula);
        }

        switch (binary.OperatorKind)
        {
            case BinaryOperatorKind.Add when binary.OperatorMethod is null && IsIntegral(binary.Type):
                return Sum(left, right, world);
            case BinaryOperatorKind.Subtract when binary.OperatorMethod is null && IsIntegral(binary.Type) && right.IsConstant &&
                                                  (!IsUnsigned(binary.Type) || world.Facts.Upper(right, left) <= 0):
                return left - right.Offset;
            case BinaryOperatorKind.And or BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.Or or BinaryOperatorKind.ConditionalOr
                when binary.Type?.SpecialType == SpecialType.System_Boolean:
                return Logical(binary.OperatorKind, left, right);
            case BinaryOperatorKind.ExclusiveOr when binary.OperatorMethod is null && binary.Type?.SpecialType == SpecialType.System_Boolean && !left.IsConstant && !right.IsConstant:
                // Of two Booleans, the same as being unequal.
                return Boolean(OneBit(new Comparison(TestOperator.NotEqual, left, right)));
            default:
                return Binary(binary.OperatorKind, left, right);
        }
    }

    // A pointer that was moved within what it points into is null if it was before.
    private Value Unmoved(Value pointer)
    {
        while (!pointer.IsConstant)
        {
            if (pointer.Offset != 0)
            {
                pointer -= pointer.Offset;
            }
            else if (Symbols[pointer.Symbol] is { Origin: Origin.Term, Subject: "+" or BinaryOperatorKind.Subtract } moved)
            {
                pointer = moved.Base;
            }
            else
            {
                break;
            }
        }

        return pointer;
    }

    private static bool IsPlainNumber(ITypeSymbol? type) => IsIntegral(type) || type?.SpecialType == SpecialType.System_Boolean;

    /// <summary>What the Value of a nullable is.</summary>
    public Value ValueOfNullable(Value nullable) =>
        nullable.IsConstant ? nullable : Symbols.Unwrapped(nullable);

    /// <summary>The number in a nullable that has one for sure.</summary>
    private Value? Wrapped(Value value) => Symbols.Unwrapped(value) is var inner && inner != value ? inner : null;

    /// <summary>Of a single bit, being equal to it and not being zero are the same; of bits without the sign, being more than zero.</summary>
    public Comparison OneBit(Comparison comparison)
    {
        if (comparison.Left.Offset != 0 || Symbols[comparison.Left.Symbol] is not { Origin: Origin.Term, Subject: BinaryOperatorKind.And, Index: { IsConstant: true, Offset: > 0 } mask })
        {
            return comparison;
        }

        return comparison switch
        {
            { Operator: TestOperator.Equal or TestOperator.NotEqual } when comparison.Right == mask && (mask.Offset & (mask.Offset - 1)) == 0 =>
                new Comparison(Comparison.Negate(comparison.Operator), comparison.Left, Value.Zero),
            { Operator: TestOperator.Greater or TestOperator.LessOrEqual } when comparison.Right == Value.Zero =>
                new Comparison(comparison.Operator == TestOperator.Greater ? TestOperator.NotEqual : TestOperator.Equal, comparison.Left, Value.Zero),
            _ => comparison,
        };
    }

    // (uint)i < n says that i is not negative either.
    private Formula? Unsigned(Comparison comparison)
    {
        if (comparison.Operator is TestOperator.Equal or TestOperator.NotEqual)
        {
            // Equal bits are equal either way they are read.
            return new Comparison(comparison.Operator, Signed(comparison.Left), Signed(comparison.Right));
        }

        var (low, high) = comparison.Operator is TestOperator.Less or TestOperator.LessOrEqual
            ? (comparison.Left, comparison.Right)
            : (comparison.Right, comparison.Left);
        if (low.Offset != 0 || Symbols[low.Symbol] is not { Origin: Origin.Unsigned } info)
        {
            return null;
        }

        var strict = comparison.Operator is TestOperator.Less or TestOperator.Greater;
        return new Conjunction(ImmutableArray.Create<Formula>(
            new Comparison(TestOperator.GreaterOrEqual, info.Base, Value.Zero),
            new Comparison(strict ? TestOperator.Less : TestOperator.LessOrEqual, info.Base, Signed(high))));

        Value Signed(Value value) => value.Offset == 0 && Symbols[value.Symbol] is { Origin: Origin.Unsigned } unsigned ? unsigned.Base : value;
    }

    private Value Logical(BinaryOperatorKind kind, Value left, Value right)
    {
        var operands = System.Collections.Immutable.ImmutableArray.Create(FormulaOf(left), FormulaOf(right));
        return Boolean(kind is BinaryOperatorKind.And or BinaryOperatorKind.ConditionalAnd ? new Conjunction(operands) : new Disjunction(operands));
    }

    private Value Binary(BinaryOperatorKind kind, Value left, Value right) => KnownBits.Combine(kind, left, right, Symbols);

    // The larger or the smaller of two numbers.
    private Value Limit(Value one, Value other, bool isLarger, IOperation asked, World world)
    {
        var (below, above) = isLarger ? (TestOperator.LessOrEqual, TestOperator.GreaterOrEqual) : (TestOperator.GreaterOrEqual, TestOperator.LessOrEqual);
        if (world.Facts.Evaluate(above, one, other) == Truth.True)
        {
            return one;
        }

        if (world.Facts.Evaluate(below, one, other) == Truth.True)
        {
            return other;
        }

        var value = Unknown(asked, world);
        world.Assume(above, value, one);
        world.Assume(above, value, other);
        foreach (var told in new[] { one, other }.Where(o => IsTold(o.Symbol)))
        {
            Retellings.Tell(told, value.Symbol, world, Symbols);
        }

        return value;
    }

    /// <summary>Whether a number has all the bits of another.</summary>
    private Value HasBits(Value number, Value bits) => Boolean(OneBit(new Comparison(TestOperator.Equal, Binary(BinaryOperatorKind.And, number, bits), bits)));

    private static bool IsHandle(ITypeSymbol? type) => type is { IsValueType: true, TypeKind: TypeKind.Struct or TypeKind.FunctionPointer };

    private Value EvaluateUnary(IUnaryOperation unary, World world)
    {
        var operand = Evaluate(unary.Operand, world);
        if (unary.OperatorMethod is { Parameters.Length: 1 } method &&
            Operate(unary, method, ImmutableArray.Create(unary.Operand), ImmutableArray.Create(operand), world) is { } result)
        {
            return result;
        }

        switch (unary.OperatorKind)
        {
            case UnaryOperatorKind.Not when unary.Type?.SpecialType == SpecialType.System_Boolean:
                return operand.IsConstant ? Value.Constant(operand.Offset == 0 ? 1 : 0) : Boolean(new Negation(FormulaOf(operand)));
            case UnaryOperatorKind.Minus when operand.IsConstant:
                return Value.Constant(-operand.Offset);
            case UnaryOperatorKind.Plus:
                return operand;
            default:
                return new Value(Symbols.Get(Origin.Term, unary.OperatorKind, @base: operand), 0);
        }
    }

    private Value EvaluateConversion(IConversionOperation conversion, World world)
    {
        if (conversion.OperatorMethod is { } method && _context.Contracts.Of(method) is { } contract)
        {
            return _calls.Convert(conversion, method, contract, world);
        }

        var operand = Evaluate(conversion.Operand, world);
        if (conversion.OperatorMethod is { } operatorMethod)
        {
            // An array or string that becomes a span, and an address in another guise, are still the same thing.
            if (conversion.Type is { IsRefLikeType: true } ||
                (IsAddress(conversion.Type) && IsAddress(conversion.Operand.Type)) ||
                operatorMethod.ContainingType?.SpecialType is SpecialType.System_IntPtr or SpecialType.System_UIntPtr)
            {
                return operand;
            }

            Escapes.Escape(operand, world);
            return Unknown(conversion, world);
        }

        if (conversion.Type is { TypeKind: TypeKind.Error })
        {
            // Half-typed or unbound: whatever it becomes may be kept.
            Escapes.Escape(operand, world);
            return Unknown(conversion, world);
        }

        if (conversion.Type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T, TypeArguments.Length: 1 } nullable &&
            IsPlainNumber(nullable.TypeArguments[0]) && IsPlainNumber(conversion.Operand.Type))
        {
            // A nullable zero is not null.
            var wrapped = Symbols.Wrap(operand);
            world.Assume(TestOperator.NotEqual, wrapped, Value.Zero);
            return wrapped;
        }

        if (conversion.Type is { } to && (OperandTypes.IsNullable(to) || to.IsReferenceType) && IsStruct(conversion.Operand.Type))
        {
            // The fields of what is inside are not followed, nor those of what is boxed.
            Escapes.EscapeFields(conversion.Operand, operand, world);
        }

        if (IsIntegral(conversion.Type) && IsIntegral(conversion.Operand.Type) && Cut(conversion, operand, world) is { } cut)
        {
            return cut;
        }

        if (IsIntegral(conversion.Type) && IsIntegral(conversion.Operand.Type) && !operand.IsConstant &&
            IsUnsigned(conversion.Type) && !IsUnsigned(conversion.Operand.Type) && !IsAddress(conversion.Operand.Type) && !IsAddress(conversion.Type) &&
            world.Facts.Evaluate(TestOperator.GreaterOrEqual, operand, Value.Zero) != Truth.True)
        {
            var unsigned = new Value(Symbols.Get(Origin.Unsigned, @base: operand), 0);
            world.Assume(TestOperator.GreaterOrEqual, unsigned, Value.Zero);
            return unsigned;
        }

        return operand;
    }

    // What does not fit the target is another number.
    private Value? Cut(IConversionOperation conversion, Value operand, World world)
    {
        var (low, high) = conversion.Type?.SpecialType switch
        {
            SpecialType.System_SByte => (sbyte.MinValue, sbyte.MaxValue),
            SpecialType.System_Byte => (byte.MinValue, byte.MaxValue),
            SpecialType.System_Int16 => (short.MinValue, short.MaxValue),
            SpecialType.System_UInt16 or SpecialType.System_Char => (ushort.MinValue, ushort.MaxValue),
            SpecialType.System_UInt32 when operand.IsConstant => (uint.MinValue, uint.MaxValue),
            _ => (long.MinValue, long.MaxValue),
        };
        if (low == long.MinValue ||
            (world.Facts.Upper(operand, Value.Constant(high)) <= 0 && world.Facts.Upper(Value.Constant(low), operand) <= 0) ||
            IsIntegral(conversion.Operand.Type) && conversion.Operand.Type!.SpecialType == conversion.Type!.SpecialType)
        {
            return null;
        }

        if (operand.IsConstant && low >= 0)
        {
            return Value.Constant(operand.Offset & high);
        }

        var value = new Value(Symbols.Get(Origin.Term, "cut", conversion.Type, operand), 0);
        world.Assume(TestOperator.GreaterOrEqual, value, Value.Constant(low));
        world.Assume(TestOperator.LessOrEqual, value, Value.Constant(high));
        return value;
    }

    private static bool IsUnsigned(ITypeSymbol? type) =>
        type?.SpecialType is SpecialType.System_Byte or SpecialType.System_UInt16 or SpecialType.System_UInt32 or SpecialType.System_UInt64;

    private static bool IsAddress(ITypeSymbol? type) =>
        type?.SpecialType is SpecialType.System_IntPtr or SpecialType.System_UIntPtr || type?.TypeKind is TypeKind.Pointer or TypeKind.FunctionPointer;
}
