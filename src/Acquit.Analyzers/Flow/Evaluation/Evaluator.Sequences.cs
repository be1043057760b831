using Acquit.Analyzers.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Acquit.Analyzers.Flow;

// Arrays, spans and slices: lengths, parts, elements.
internal sealed partial class Evaluator
{
    // No runtime makes an array of one dimension with more elements, whatever they are: less than an int could count, so that a test
    // whether the next larger number still fits an int always succeeds.
    private static readonly Value LongestArray = Value.Constant(0x7FFFFFC7);

    /// <summary>The number of elements of an array, span or slice.</summary>
    public Value LengthOf(Value array, World world)
    {
        var length = Symbols.LengthOf(array);
        if (Symbols[array.Symbol].Length is null)
        {
            world.Assume(TestOperator.GreaterOrEqual, length, Value.Zero);
        }

        return length;
    }

    /// <summary>How many elements a list pattern finds; null when that takes more than a look.</summary>
    public Value? CountOf(IListPatternOperation list, Value value, ITypeSymbol type, World world) =>
        list.LengthSymbol is not IPropertySymbol { GetMethod: { } getter } counted ? null
        : IsLength(counted) ? LengthOf(value, world)
        : IsList(type) && type is { IsReferenceType: true } && ClassLibrary.Has(counted.ContainingType) && _context.Contracts.Of(getter) is null ? ReadMemberOf(value, counted, counted.Type, list, world)
        : null;

    /// <summary>What a list pattern finds at a position, and its type.</summary>
    public (Value Element, ITypeSymbol? Type) PositionIn(IListPatternOperation list, Value value, Value index, World world) =>
        list.InputType is IArrayTypeSymbol array ? (ElementAt(value, index, list, array.ElementType, world), array.ElementType)
        : IsList(list.InputType) ? (ElementAt(value, index, list, TypeOf(list.IndexerSymbol!), world), TypeOf(list.IndexerSymbol!))
        : (Unknown(list, world, variant: 1), null);

    // Of an array, span or string.
    private static bool IsLength(IPropertySymbol property) =>
        property.ContainingType is { SpecialType: SpecialType.System_Array or SpecialType.System_String } or { IsRefLikeType: true } &&
        property is { Name: nameof(Array.Length), Type.SpecialType: SpecialType.System_Int32 } or { Name: nameof(Array.LongLength), Type.SpecialType: SpecialType.System_Int64 };

    /// <summary>The array behind a slice, and where the slice starts in it.</summary>
    public (Value Array, Value Start, Value? Length) Resolve(Value value)
    {
        var info = Symbols[value.Symbol];
        if (info.Origin != Origin.Slice)
        {
            return (value, Value.Zero, null);
        }

        var (array, start, _) = Resolve(info.Base);
        return (array, Add(start, info.Index), info.Length);
    }

    public Value Slice(Value array, Value start, Value? length, World world)
    {
        if (start == Value.Zero && length is null)
        {
            return array;
        }

        if (length is null && start.IsConstant && Symbols[array.Symbol].Length is { } whole)
        {
            length = whole - start.Offset;
        }

        // The length takes part in the identity: two slices of different length are different values.
        var id = Symbols.Get(Origin.Slice, length is { } l ? (object)l : "open", @base: array, index: start, length: length);
        world.Assume(TestOperator.NotEqual, new Value(id, 0), Value.Zero);
        return new Value(id, 0);
    }

    // What an index counts through, as opposed to a key that happens to be a number.
    private static bool IsList(ITypeSymbol? type) =>
        type is IArrayTypeSymbol or { IsRefLikeType: true } or { SpecialType: SpecialType.System_String } ||
        (type is not null && (IsListInterface(type) || type.AllInterfaces.Any(IsListInterface)));

    // Of the language's own spans the compiler fills the elements in itself; what another type is made of them, its builder decides.
    private static bool IsSpan(ITypeSymbol type) =>
        type is { IsRefLikeType: true, Name: nameof(Span<int>) or nameof(ReadOnlySpan<int>), ContainingNamespace: { Name: nameof(System), ContainingNamespace.IsGlobalNamespace: true } };

    // Written as the argument of a call that a contract describes: nothing else can name it, so that nothing else keeps what is in it.
    private bool IsForContract(IOperation collection)
    {
        var passed = collection.Parent;
        while (passed is IConversionOperation { OperatorMethod: null })
        {
            passed = passed.Parent;
        }

        return passed is IArgumentOperation { Parent: IInvocationOperation { TargetMethod: var method } } && _context.Contracts.Of(method) is not null;
    }

    private static bool IsListInterface(ITypeSymbol type) =>
        type.OriginalDefinition.SpecialType is SpecialType.System_Collections_Generic_IList_T or SpecialType.System_Collections_Generic_IReadOnlyList_T;

    private static bool IsIndex(IOperation operation) =>
        operation.Type?.SpecialType is SpecialType.System_Int32 or SpecialType.System_Int64 or SpecialType.System_UInt32 or SpecialType.System_UInt64;

    private Value EvaluateElement(
        IOperation operation, IOperation array, System.Collections.Immutable.ImmutableArray<IOperation> indices, World world)
    {
        var @base = Evaluate(array, world);
        if (indices.Length == 1 && indices[0] is IRangeOperation range)
        {
            return EvaluateRange(operation, @base, range, world);
        }

        if (indices.Length == 1 && IsIndex(indices[0]))
        {
            var at = Evaluate(indices[0], world);
            Reach(@base, at, array.Type, world);
            return ElementAt(@base, at, operation, operation.Type, world);
        }

        if (indices.Length == 1 && FromTheEnd(@base, operation, array, indices[0], world) is { } position)
        {
            return ElementAt(@base, position, operation, operation.Type, world);
        }

        foreach (var index in indices)
        {
            Evaluate(index, world);
        }

        return Unknown(operation, world);
    }

    // The access would have thrown.
    private void Reach(Value array, Value index, ITypeSymbol? type, World world)
    {
        if (type is IArrayTypeSymbol && !_context.IsSummary)
        {
            world.Assume(TestOperator.NotEqual, array, Value.Zero);
        }

        if (index is { IsConstant: true, Offset: >= 0 } && type is IArrayTypeSymbol { IsSZArray: true } or { IsRefLikeType: true } or { SpecialType: SpecialType.System_String } &&
            LengthOf(array, world) is var length && world.Facts.Evaluate(TestOperator.Greater, length, index) == Truth.Unknown)
        {
            world.Assume(TestOperator.Greater, length, index);
        }
    }

    // a[^n], where the length is one that is asked for by itself.
    private Value? FromTheEnd(Value @base, IOperation operation, IOperation array, IOperation index, World world) =>
        index is IUnaryOperation { OperatorKind: UnaryOperatorKind.Hat, Operand: var back } && Evaluate(back, world) is { IsConstant: true } distance
            ? operation switch
            {
                IArrayElementReferenceOperation => LengthOf(@base, world) - distance.Offset,
                IImplicitIndexerReferenceOperation { LengthSymbol: IPropertySymbol counted } when IsLength(counted) => LengthOf(@base, world) - distance.Offset,
                IImplicitIndexerReferenceOperation { LengthSymbol: IPropertySymbol { GetMethod: { } getter } counted } when IsList(array.Type) && array.Type is { IsReferenceType: true } && ClassLibrary.Has(counted.ContainingType) && _context.Contracts.Of(getter) is null =>
                    ReadMemberOf(@base, counted, counted.Type, operation, world) - distance.Offset,
                _ => null,
            }
            : null;

    // a[start..end], with either end counted from the start or left out.
    private Value EvaluateRange(IOperation operation, Value array, IRangeOperation range, World world)
    {
        var start = range.LeftOperand is null ? Value.Zero : End(range.LeftOperand);
        var end = range.RightOperand is null ? null : (Value?)End(range.RightOperand);
        if (start is not { } from || (range.RightOperand is not null && end is null))
        {
            return Unknown(operation, world);
        }

        if (operation.Type is IArrayTypeSymbol)
        {
            // The language makes another array of that part.
            Escapes.Use(array, operation, null, world);
            Escapes.HandOnElements(array, world);
            return Unknown(operation, world);
        }

        Value? length = end is not { } to ? null
            : from.IsConstant ? to - from.Offset
            : new Value(Symbols.Get(Origin.Term, "-", @base: to, index: from), 0);
        return Slice(array, from, length, world);

        Value? End(IOperation index) => index switch
        {
            IConversionOperation { Operand.Type.SpecialType: SpecialType.System_Int32 } conversion => Evaluate(conversion.Operand, world),
            { Type.SpecialType: SpecialType.System_Int32 } => Evaluate(index, world),
            _ => null,
        };
    }

    // By whatever name the index goes.
    private Place ElementPlace(Value array, Value index, World world)
    {
        var (whole, start, _) = Resolve(array);
        var place = Place.Element(whole, Add(start, index));
        if (!world.Places.ContainsKey(place))
        {
            foreach (var known in world.Places)
            {
                if (known.Key.Kind == PlaceKind.Element && known.Key.Base == whole && world.Facts.AreEqual(known.Key.Index, place.Index))
                {
                    return known.Key;
                }
            }
        }

        return place;
    }

    private Value ElementAt(Value array, Value index, IOperation operation, ITypeSymbol? type, World world)
    {
        Escapes.Use(array, operation, null, world);
        _context.Contents?.Read(array, operation, world);
        var place = ElementPlace(array, index, world);
        if (world.Places.TryGetValue(place, out var value))
        {
            return value;
        }

        if (world.Pristine.Contains(place.Base.Symbol) && Symbols[place.Base.Symbol].Origin == Origin.NewArray)
        {
            return Value.Zero;
        }

        value = new Value(Symbols.Get(Origin.Element, @base: place.Base, index: place.Index), 0);
        AssumeRange(value, type, world);
        world.Change(
            r => r.IsContainer && r.IsLive && r.Key == place.Base && (r.Low == place.Index || r.High == place.Index + 1),
            r => r with { Visited = true });

        // What is held is not null; what is only supposed to be may be.
        if (_context.Seeds.IsEmpty && type is { IsReferenceType: true } && world.Resources.Any(r =>
                r.IsContainer && world.StatusOf(r) == Status.Held && r is { Unsure: false, Sparse: false } && r.Key == place.Base &&
                world.Facts.Upper(r.Low, place.Index) <= 0 && world.Facts.Upper(place.Index, r.High) <= -1))
        {
            world.Assume(TestOperator.NotEqual, value, Value.Zero);
        }

        return value;
    }

    public Value PositionOf(Value enumerator, World world) =>
        world.Places.TryGetValue(Place.Position(enumerator), out var position) ? position : Value.Constant(-1);
}
