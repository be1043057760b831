using Acquit.Analyzers.Flow.Disposing;

namespace Acquit.Analyzers.Flow;

// Who owns what is to be disposed of.
internal sealed partial class Evaluator
{
    // What is put into an object or an array is disposed of by whoever disposes of that.
    private void HandOver(Place place, Value value, World world)
    {
        if (_context.Disposables is not null && place.Kind is PlaceKind.Member or PlaceKind.Element)
        {
            HandOver(value, world);
        }
    }

    private void HandOver(Value value, World world)
    {
        if (_context.Disposables is not null && world.Resources.Exists(r => r.Kind == Disposables.Kind && r.Key == value && !r.Escaped))
        {
            Escapes.Escape(value, world);
        }
    }
}
