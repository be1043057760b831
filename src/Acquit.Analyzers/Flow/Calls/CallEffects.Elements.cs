using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Flow;

// What others do with the elements of an array that holds several.
internal sealed partial class CallEffects
{
    // Code that nobody described may put others in, or may be what tells whether there are any.
    private void ForgetElements(Call call, World world)
    {
        // Others may be in the place of those that were released, as after a copy.
        world.Change(r => r.Whole is not null && IsPassed(call, r.Key), r => r with { Whole = null });
        if (call.Contract is not null && !call.Arguments.Any(a => a.Parameter.Type.TypeKind == TypeKind.Delegate))
        {
            return;
        }

        var seesVariables = call.Method.MethodKind is MethodKind.DelegateInvoke or MethodKind.LocalFunction;
        world.Change(
            r => r.IsContainer && (r.Sparse || r.LastReleased is not null || (seesVariables && r.Whole is not null)) && (seesVariables || IsPassed(call, r.Key)),
            r => r with { LastReleased = null, Whole = null, Unsure = r.Unsure || (r.Sparse && IsPassed(call, r.Key)) });
    }

    private bool IsPassed(Call call, Value array) =>
        _context.Symbols.IsOver(call.Receiver, array.Symbol) || call.Arguments.Any(a => _context.Symbols.IsOver(a.Before, array.Symbol));
}
