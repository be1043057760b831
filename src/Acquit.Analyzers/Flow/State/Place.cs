using Microsoft.CodeAnalysis.FlowAnalysis;

namespace Acquit.Analyzers.Flow;

internal enum PlaceKind
{
    /// <summary>A local or parameter, by interned symbol.</summary>
    Variable,

    /// <summary>A temporary of the control-flow graph.</summary>
    Capture,

    /// <summary>A field or auto-property: Base is the object (or the variable, for a struct), Id the member.</summary>
    Member,

    /// <summary>An element: Base is the array, Index the position.</summary>
    Element,

    /// <summary>Where an enumerator stands.</summary>
    Position,

    /// <summary>The value on its way out of the method, while finally blocks run.</summary>
    Returned,
}

/// <summary>Something that can refer to a value.</summary>
internal readonly record struct Place(PlaceKind Kind, int Id, CaptureId Capture, Value Base, Value Index)
{
    private const int Spread = -1521134295;

    /// <summary>Asked for at every step: the parts by themselves, without the comparers of their types.</summary>
    public override int GetHashCode() => unchecked(
        ((((((((int)Kind * Spread) + Id) * Spread) + Capture.GetHashCode()) * Spread) + Base.GetHashCode()) * Spread) + Index.GetHashCode());

    public bool Equals(Place other) =>
        Kind == other.Kind && Id == other.Id && Base == other.Base && Index == other.Index && Capture.Equals(other.Capture);

    public static readonly Place Returned = new(PlaceKind.Returned, 0, default, default, default);

    public static Place Variable(int id) => new(PlaceKind.Variable, id, default, default, default);

    public static Place Temporary(CaptureId id) => new(PlaceKind.Capture, 0, id, default, default);

    public static Place Member(Value @base, int member) => new(PlaceKind.Member, member, default, @base, default);

    public static Place Element(Value array, Value index) => new(PlaceKind.Element, 0, default, array, index);

    public static Place Position(Value enumerator) => new(PlaceKind.Position, 0, default, enumerator, default);
}
