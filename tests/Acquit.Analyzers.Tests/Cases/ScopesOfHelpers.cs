using System;
using System.Threading;
using System.Threading.Tasks;

namespace Cases;

/// <summary>A helper takes something and returns an object that gives it back when it is ended; whoever calls the helper's caller knows nothing of it.</summary>
internal static class ScopesOfHelpers
{
    // Reports.

    public static void TakenByAHelperWithoutAScope(SemaphoreSlim gate)
    {
        Take(gate); // ACQ101
        if (gate.CurrentCount > 3)
            return;
        gate.Release();
    }

    // Silent.

    public static async Task ScopeOfAStruct(SemaphoreSlim gate)
    {
        await InScopeOfStruct(gate);
        if (gate.CurrentCount > 3)
            return;
        gate.Release();
    }

    public static async Task ScopeOfAClass(SemaphoreSlim gate)
    {
        await InScopeOfClass(gate);
        if (gate.CurrentCount > 3)
            return;
        gate.Release();
    }

    public static void ScopeOfAnInterface(SemaphoreSlim gate)
    {
        InScopeOfInterface(gate);
        if (gate.CurrentCount > 3)
            return;
        gate.Release();
    }

    public static void ScopeOfARefStruct(SemaphoreSlim gate)
    {
        InScopeOfRefStruct(gate);
        if (gate.CurrentCount > 3)
            return;
        gate.Release();
    }

    public static void ScopeMadeAfterwards(SemaphoreSlim gate)
    {
        InScopeMadeAfterwards(gate);
        if (gate.CurrentCount > 3)
            return;
        gate.Release();
    }

    public static void ScopeOfAMember(Room room)
    {
        InScopeOfMember(room);
        if (room.Gate.CurrentCount > 3)
            return;
        room.Gate.Release();
    }

    private static void Take(SemaphoreSlim gate) => gate.Wait();

    private static void InScopeOfMember(Room room)
    {
        room.Gate.Wait();
        using (new Sealed(room.Gate))
            Console.WriteLine();
    }

    private static async Task InScopeOfStruct(SemaphoreSlim gate)
    {
        using (await EnterStruct(gate))
            Console.WriteLine();
    }

    private static async Task InScopeOfClass(SemaphoreSlim gate)
    {
        using var scope = await EnterClass(gate);
        Console.WriteLine();
    }

    private static void InScopeOfInterface(SemaphoreSlim gate)
    {
        using (Enter(gate))
            Console.WriteLine();
    }

    private static void InScopeOfRefStruct(SemaphoreSlim gate)
    {
        using (EnterRefStruct(gate))
            Console.WriteLine();
    }

    private static void InScopeMadeAfterwards(SemaphoreSlim gate)
    {
        gate.Wait();
        using (new Scope(gate))
            Console.WriteLine();
    }

    private static async Task<Scope> EnterStruct(SemaphoreSlim gate)
    {
        await gate.WaitAsync();
        return new Scope(gate);
    }

    private static async Task<Held> EnterClass(SemaphoreSlim gate)
    {
        await gate.WaitAsync();
        return new Held(gate);
    }

    private static IDisposable Enter(SemaphoreSlim gate)
    {
        gate.Wait();
        return new Held(gate);
    }

    private static OnStack EnterRefStruct(SemaphoreSlim gate)
    {
        gate.Wait();
        return new OnStack(gate);
    }

    public sealed class Room
    {
        public readonly SemaphoreSlim Gate = new(2);
    }

    private sealed class Sealed : IDisposable
    {
        private readonly Action _end;

        public Sealed(SemaphoreSlim gate) => _end = () => gate.Release();

        public void Dispose() => _end();
    }

    private readonly struct Scope : IDisposable
    {
        private readonly SemaphoreSlim _gate;

        public Scope(SemaphoreSlim gate) => _gate = gate;

        public void Dispose() => _gate.Release();
    }

    private readonly ref struct OnStack
    {
        private readonly SemaphoreSlim _gate;

        public OnStack(SemaphoreSlim gate) => _gate = gate;

        public void Dispose() => _gate.Release();
    }

    private sealed class Held : IDisposable
    {
        private readonly SemaphoreSlim _gate;

        public Held(SemaphoreSlim gate) => _gate = gate;

        public void Dispose() => _gate.Release();
    }
}
