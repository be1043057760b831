using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Contracts.Reading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Acquit.Analyzers.Flow;

/// <summary>Answers that nobody can tell at an exit, which whoever wrote the code takes for the one that leaves nothing to do.</summary>
internal static class TakenAsDone
{
    /// <summary>
    /// Given back by the call that is for that, which could have failed: there is no other, so that its answer is asked by those only who have
    /// something to say about it.
    /// </summary>
    public static bool IsGivenBack(Resource resource) => resource is { PendingRelease: not null, ReleasedAt: IInvocationOperation release } &&
        resource.Site.Clause.ReleasedBy.Any(name => MemberKey.LastPart(name) == release.TargetMethod.Name);

    /// <summary>Whether the code has found out that there is nothing, by something else than what the contract says.</summary>
    public static bool IsFoundMissing(Resource resource, World world, SymbolTable symbols) => IsNothing(resource, world, symbols) ||
        (resource.Status == Status.Maybe && (IsSentinel(resource, world, symbols) || (IsNative(resource) && IsToldByError(resource, world, symbols))));

    // No address and no object, whatever else stands for failure; nor is what Windows has for an invalid handle.
    private static bool IsNothing(Resource resource, World world, SymbolTable symbols) =>
        (resource.IsFilledIn || (resource.Site.Clause.Target.IsReturn && symbols[resource.Key.Symbol].Operation?.Type is { IsReferenceType: true } or { TypeKind: TypeKind.Pointer } or { SpecialType: SpecialType.System_IntPtr or SpecialType.System_UIntPtr })) &&
        (world.Facts.AreEqual(resource.Key, Value.Zero) || world.Facts.AreEqual(resource.Key, Value.Constant(-1)));

    // What a field stands for that never changes, as an invalid handle does: what is in the field is not known here.
    private static bool IsSentinel(Resource resource, World world, SymbolTable symbols) => world.Places.Any(p =>
        p.Key.Kind == PlaceKind.Member && p.Key.Base == Value.Zero && p.Value != resource.Key && symbols.Interned(p.Key.Id) is IFieldSymbol { IsStatic: true, IsReadOnly: true } &&
        world.Facts.AreEqual(p.Value, resource.Key));

    private static bool IsNative(Resource resource) => resource.Site.Call is IInvocationOperation { TargetMethod: { } called } && CallEffects.IsNative(called);

    // The system says that the last call of a native function has failed; asked before, it spoke of another one.
    private static bool IsToldByError(Resource resource, World world, SymbolTable symbols)
    {
        for (var id = resource.Key.Symbol + 1; id < symbols.Count; id++)
        {
            if (symbols[id].Operation is IInvocationOperation { TargetMethod: { Name: "GetLastWin32Error" or "GetLastPInvokeError" or "GetLastSystemError", ContainingType: { Name: "Marshal" } type } } &&
                ClassLibrary.Has(type) && world.Facts.Evaluate(TestOperator.NotEqual, new Value(id, 0), Value.Zero) == Truth.True)
            {
                return true;
            }
        }

        return false;
    }
}
