using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Acquit.Analyzers.Flow;

/// <summary>What an <c>is</c> pattern says about a value.</summary>
internal sealed class Patterns
{
    private readonly Evaluator _evaluator;
    private readonly FlowContext _context;

    public Patterns(Evaluator evaluator, FlowContext context)
    {
        _evaluator = evaluator;
        _context = context;
    }

    public Value Evaluate(IIsPatternOperation operation, World world)
    {
        var value = _evaluator.Evaluate(operation.Value, world);
        return Truth(FormulaOf(operation.Pattern, value, operation.Value.Type, world, operation.Value), operation, world);
    }

    private Formula Comparing(TestOperator op, Value left, Value right) => _evaluator.Told(op, left, right) ?? new Comparison(op, left, right);

    private Value Truth(Formula? formula, IOperation operation, World world) =>
        formula is null ? _evaluator.Unknown(operation, world) : _evaluator.Boolean(formula);

    // Null where the pattern asks something that is not followed.
    private Formula? FormulaOf(IPatternOperation pattern, Value value, ITypeSymbol? type, World world, IOperation? asked = null)
    {
        switch (pattern)
        {
            case IRelationalPatternOperation or IConstantPatternOperation { Value: not { ConstantValue: { HasValue: true, Value: null } } } when Nullables.ValueType(type) is { } number:
                // Null is neither less nor more than any number, nor equal to one.
                return FormulaOf(pattern, _evaluator.ValueOfNullable(value), number, world) is { } inside
                    ? new Conjunction(ImmutableArray.Create(new Comparison(TestOperator.NotEqual, value, Value.Zero), inside))
                    : null;
            case IConstantPatternOperation constant:
                return Comparing(TestOperator.Equal, value, _evaluator.Evaluate(constant.Value, world));
            case IRelationalPatternOperation relational:
                return Comparing(Operator(relational.OperatorKind), value, _evaluator.Evaluate(relational.Value, world));
            case INegatedPatternOperation negated:
                return FormulaOf(negated.Pattern, value, type, world, asked) is { } inner ? new Negation(inner) : null;
            case IBinaryPatternOperation binary:
                var left = FormulaOf(binary.LeftPattern, value, type, world);
                var right = FormulaOf(binary.RightPattern, value, type, world);
                return left is null || right is null ? null
                    : binary.OperatorKind == BinaryOperatorKind.And ? new Conjunction(ImmutableArray.Create(left, right))
                    : new Disjunction(ImmutableArray.Create(left, right));
            case IDiscardPatternOperation:
                return new Comparison(TestOperator.Equal, Value.Zero, Value.Zero);
            case IDeclarationPatternOperation declaration:
                Declare(declaration.DeclaredSymbol, Nullables.ValueType(type) is null ? value : _evaluator.ValueOfNullable(value), declaration, world);
                return declaration.MatchesNull ? new Comparison(TestOperator.Equal, Value.Zero, Value.Zero)
                    : TypeTest(value, type, declaration.MatchedType, world);
            case ITypePatternOperation typePattern:
                return TypeTest(value, type, typePattern.MatchedType, world);
            case IRecursivePatternOperation { DeconstructionSubpatterns.IsEmpty: true, PropertySubpatterns.IsEmpty: true } recursive:
                Declare(recursive.DeclaredSymbol, value, recursive, world);
                return TypeTest(value, type, recursive.MatchedType, world);
            case IRecursivePatternOperation recursive:
                Declare(recursive.DeclaredSymbol, value, recursive, world);
                return recursive.DeconstructionSubpatterns.IsEmpty ? OfMembers(recursive, value, type, asked, world)
                    : recursive.PropertySubpatterns.IsEmpty ? OfElements(recursive, value, type, asked, world)
                    : null;
            case IListPatternOperation list:
                return OfPositions(list, value, type, world);
            default:
                return null;
        }
    }

    // [pattern, …] of what can be counted and indexed: how many there are, and what each of those is that are asked about.
    private Formula? OfPositions(IListPatternOperation list, Value value, ITypeSymbol? type, World world)
    {
        Declare(list.DeclaredSymbol, value, list, world);
        var notNull = NotNull(value, type);
        if (world.Evaluate(notNull) == Flow.Truth.False)
        {
            return notNull;
        }

        if (type is null || _evaluator.CountOf(list, value, type, world) is not { } length)
        {
            return null;
        }

        var fewest = list.Patterns.Count(p => p is not ISlicePatternOperation);
        var parts = ImmutableArray.CreateBuilder<Formula>();
        parts.Add(notNull);
        parts.Add(new Comparison(fewest < list.Patterns.Length ? TestOperator.GreaterOrEqual : TestOperator.Equal, length, Value.Constant(fewest)));
        var (isBehind, isFollowed) = (false, true);
        for (var i = 0; i < list.Patterns.Length; i++)
        {
            if (list.Patterns[i] is ISlicePatternOperation slice)
            {
                isBehind = true;
                isFollowed &= slice.Pattern is null || IsAnything(slice.Pattern);
                Declare((slice.Pattern as IDeclarationPatternOperation)?.DeclaredSymbol, _evaluator.Unknown(slice, world), slice, world);
            }
            else if (list.Patterns[i] is not IDiscardPatternOperation)
            {
                var index = isBehind ? length - (list.Patterns.Length - i) : Value.Constant(i);
                var (element, elementType) = _evaluator.PositionIn(list, value, index, world);
                if (FormulaOf(list.Patterns[i], element, elementType, world) is not { } formula)
                {
                    isFollowed = false;
                }
                else if (!IsAnything(list.Patterns[i]))
                {
                    parts.Add(formula);
                }
            }
        }

        return isFollowed ? new Conjunction(parts.ToImmutable()) : null;
    }

    private static bool IsAnything(IPatternOperation pattern) => pattern is IDiscardPatternOperation or IDeclarationPatternOperation { MatchesNull: true };

    // { Member: pattern, … }
    private Formula? OfMembers(IRecursivePatternOperation recursive, Value value, ITypeSymbol? type, IOperation? asked, World world)
    {
        var isOfType = TypeTest(value, type, recursive.MatchedType, world);
        if (world.Evaluate(isOfType) == Flow.Truth.False)
        {
            return isOfType;
        }

        var parts = ImmutableArray.CreateBuilder<Formula>();
        parts.Add(isOfType);
        foreach (var part in recursive.PropertySubpatterns)
        {
            if (part.Member is not IMemberReferenceOperation { Member: var member, Type: var memberType } reference ||
                (_evaluator.MemberOf(value, member, part, world) ?? (asked is not null ? _evaluator.FieldOf(asked, value, reference, world) : null)) is not { } known ||
                FormulaOf(part.Pattern, known, memberType, world) is not { } formula)
            {
                return null;
            }

            parts.Add(formula);
        }

        return new Conjunction(parts.ToImmutable());
    }

    // (pattern, …) of a tuple, or of a record by what it was declared with.
    private Formula? OfElements(IRecursivePatternOperation recursive, Value value, ITypeSymbol? type, IOperation? asked, World world)
    {
        var members = Elements(recursive, type);
        if (members.Length != recursive.DeconstructionSubpatterns.Length)
        {
            return null;
        }

        var parts = new List<Formula?>();
        if (type is { IsReferenceType: true })
        {
            parts.Add(TypeTest(value, type, recursive.MatchedType, world));
        }

        for (var i = 0; i < members.Length; i++)
        {
            var element = members[i] is IFieldSymbol && type is { IsTupleType: true } ? _evaluator.ElementOf(asked, value, members[i], world) : _evaluator.MemberOf(value, members[i], recursive, world);
            parts.Add(element is { } known ? FormulaOf(recursive.DeconstructionSubpatterns[i], known, Evaluator.TypeOf(members[i]), world) : null);
        }

        return parts.Contains(null) ? null : new Conjunction(parts.Select(p => p!).ToImmutableArray());
    }

    private static ImmutableArray<ISymbol> Elements(IRecursivePatternOperation recursive, ITypeSymbol? type) => type switch
    {
        INamedTypeSymbol { IsTupleType: true } tuple => ImmutableArray<ISymbol>.CastUp(tuple.TupleElements),
        { IsRecord: true } when recursive.DeconstructSymbol is IMethodSymbol { IsImplicitlyDeclared: true } taken =>
            taken.Parameters.SelectMany(p => type.GetMembers(p.Name).OfType<IPropertySymbol>().Take(1)).ToImmutableArray<ISymbol>(),
        _ => ImmutableArray<ISymbol>.Empty,
    };

    private void Declare(ISymbol? variable, Value value, IOperation at, World world)
    {
        if (variable is not null)
        {
            _evaluator.Assign(
                _context.Unstable.Contains(variable) ? null : Place.Variable(_context.Symbols.Intern(variable)), value, at, world);
        }
    }

    public Formula TypeTest(Value value, ITypeSymbol? type, ITypeSymbol? matched, World world)
    {
        var notNull = NotNull(value, type);
        if (matched is not null && _evaluator.Caught is { } caught && value == _evaluator.CaughtAs &&
            caught.Is(matched) is var isOne and not Flow.Truth.Unknown)
        {
            return new Comparison(isOne == Flow.Truth.True ? TestOperator.Equal : TestOperator.NotEqual, Value.Zero, Value.Zero);
        }

        var held = world.Resources.Find(r => r.Key == value && !r.IsContainer && r.Owned);
        type = (held is null ? null : MadeTypes.Of(held, _context.Symbols)) ?? MadeTypes.Of(value, _context.Symbols) ?? type;
        if (type is null || matched is null || _context.Compilation.ClassifyCommonConversion(type, matched) is { IsImplicit: true, Exists: true } ||
            type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T)
        {
            return notNull;
        }

        if (held is not null && MadeTypes.IsNever(type, matched, _context.Symbols[value.Symbol].Operation, _context.Compilation))
        {
            return new Comparison(TestOperator.NotEqual, Value.Zero, Value.Zero);
        }

        var isType = new Comparison(
            TestOperator.NotEqual, new Value(_context.Symbols.Get(Origin.Term, "is", matched, value), 0), Value.Zero);
        LeaveUnlessOfType(value, isType, world);
        return new Conjunction(ImmutableArray.Create<Formula>(notNull, isType));
    }

    // Whoever asks what it is knows which type has to be given back; what is none of it may need no release, or may not be possible.
    private static void LeaveUnlessOfType(Value value, Formula isType, World world) => world.Change(
        r => r.Key == value && r is { IsLive: true, Owned: true, PendingEscape: null },
        r => r.Escaped ? r with { LeftTo = null } : r.Status == Status.Held ? r with { PendingEscape = new Negation(isType) } : r with { Escaped = true });

    // A number is there even if it is 0, and so is a struct.
    private static Formula NotNull(Value value, ITypeSymbol? type) =>
        type is { IsValueType: true, OriginalDefinition.SpecialType: not SpecialType.System_Nullable_T }
            ? new Comparison(TestOperator.Equal, Value.Zero, Value.Zero)
            : new Comparison(TestOperator.NotEqual, value, Value.Zero);

    private static TestOperator Operator(BinaryOperatorKind kind) => kind switch
    {
        BinaryOperatorKind.LessThan => TestOperator.Less,
        BinaryOperatorKind.LessThanOrEqual => TestOperator.LessOrEqual,
        BinaryOperatorKind.GreaterThan => TestOperator.Greater,
        BinaryOperatorKind.GreaterThanOrEqual => TestOperator.GreaterOrEqual,
        _ => TestOperator.Equal,
    };
}
