using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Flow.Disposing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Acquit.Analyzers.Flow;

// Objects that are to be disposed of, where the user has chosen that these are resources.
internal sealed partial class CallEffects
{
    private MemberContract? AndDisposal(MemberContract? summary, IMethodSymbol method, IOperation? instance, Value receiver, World world)
    {
        if (_context.Disposables is not { } disposables)
        {
            return summary;
        }

        return !IsInitializer(method, instance) && disposables.Makes(method, _context.CancellationToken) ? Disposables.AndMakes(summary)
            : (IsDisposable(receiver, world) || IsOfCallers(receiver)) && disposables.Ends(method) ? Disposables.AndEnds(summary)
            : summary;
    }

    // What a helper may end for whoever calls it: what it is given, what it sees around it, and what it is a member of.
    private bool IsOfCallers(Value value) =>
        _context.IsSummary && !value.IsConstant && _context.Symbols[value.Symbol] is { Origin: Origin.Parameter or Origin.Variable or Origin.This };

    private static bool IsDisposable(Value value, World world) =>
        !value.IsConstant && world.Resources.Exists(r => r.Kind == Disposables.Kind && r.Key == value);

    // A new object is one, also when it is to be disposed of.
    private static bool IsNewDisposable(Call call) =>
        call.Operation is IObjectCreationOperation && call.Effects!.Acquires.All(a => a.Kind == Disposables.Kind || !a.Target.IsReturn);

    private void FollowDisposables(Call call, World world)
    {
        if (_context.Disposables is null || world.Resources.Count == 0)
        {
            return;
        }

        if (call.Contract is null && IsDisposable(call.Receiver, world) && Disposables.MayReturnReceiver(call, _context.Compilation))
        {
            Escapes.Escape(call.Receiver, world);
        }

        // To dispose of something twice, or to look at it afterwards, is allowed.
        world.Change(r => r is { Kind: Disposables.Kind, Status: Status.Released, Unsure: false }, r => r with { Unsure = true });
    }
}
