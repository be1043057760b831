using Acquit.Analyzers.Flow.Disposing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Acquit.Analyzers.Flow;

// Who owns what is to be disposed of.
internal sealed partial class Evaluator
{
    // What is put into an object or an array is disposed of by whoever disposes of that.
    private void HandOver(Place place, Value value, World world)
    {
        if (_context.Disposables is null || place.Kind is not (PlaceKind.Member or PlaceKind.Element))
        {
            return;
        }

        var isOwnField = Symbols[place.Base.Symbol].Origin == Origin.This && Symbols.Interned(place.Id) is IFieldSymbol { IsStatic: false, DeclaredAccessibility: Accessibility.Private } or IPropertySymbol;
        var isKnownToOthers = !isOwnField || !world.Resources.Exists(r => r is { Kind: Disposables.Kind, Escaped: false } && r.Key == value && !IsGivenThis(r.Site.Call));
        HandOver(value, world);
        if (!isKnownToOthers)
        {
            // Of this object, or whoever disposes of it.
            world.Change(r => r is { Kind: Disposables.Kind, Escaped: true } && r.Key == value, r => r with { LeftToField = true });
        }
    }

    // What is made gets to know its maker, or a container of such, which may see to its end.
    private static bool IsGivenThis(IOperation creation) => creation.Descendants().Any(o =>
        o is IArgumentOperation { Parameter.Type: { Name: "IContainer", ContainingNamespace.Name: "ComponentModel" } } ||
        (o is IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance } && OutOfConversions(o).Parent is IArgumentOperation or IAssignmentOperation));

    private static IOperation OutOfConversions(IOperation operation)
    {
        while (operation.Parent is IConversionOperation conversion)
        {
            operation = conversion;
        }

        return operation;
    }

    private void HandOver(Value value, World world)
    {
        if (_context.Disposables is not null && world.Resources.Exists(r => r.Kind == Disposables.Kind && r.Key == value && !r.Escaped))
        {
            Escapes.Escape(value, world);
        }
    }
}
