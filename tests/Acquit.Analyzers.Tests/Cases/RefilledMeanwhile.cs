using System;
using System.Buffers;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Tasks;

namespace Cases;

// What a field, a property or an element names is given back, and given back once more after others may have put something new there.
internal sealed class RefilledMeanwhile
{
    private readonly SemaphoreSlim _filled = new(0);
    private readonly object _gate = new();
    private byte[] _slot;
    private GCHandle _handle;

    // Reports.

    public async Task AgainBeforeAnybodyRan(Task later)
    {
        await later;
        ArrayPool<byte>.Shared.Return(_slot);
        ArrayPool<byte>.Shared.Return(_slot); // ACQ104
    }

    public void AgainThoughLocked()
    {
        lock (_gate)
        {
            ArrayPool<byte>.Shared.Return(_slot);
        }

        lock (_gate)
        {
            ArrayPool<byte>.Shared.Return(_slot); // ACQ104
        }
    }

    public static async Task WhatAVariableNames(byte[] given, Task later)
    {
        ArrayPool<byte>.Shared.Return(given);
        await later;
        ArrayPool<byte>.Shared.Return(given); // ACQ104
    }

    public static void TheFirstTwice(LinkedList<byte[]> list)
    {
        ArrayPool<byte>.Shared.Return(list.First.Value);
        ArrayPool<byte>.Shared.Return(list.First.Value); // ACQ104
    }

    public static void OfOneListThoughAnotherMoved(LinkedList<byte[]> list, LinkedList<byte[]> other)
    {
        ArrayPool<byte>.Shared.Return(list.First.Value);
        other.RemoveFirst();
        ArrayPool<byte>.Shared.Return(list.First.Value); // ACQ104
    }

    // Silent twins.

    public async Task AfterATask(Task refilled)
    {
        ArrayPool<byte>.Shared.Return(_slot);
        await refilled;
        ArrayPool<byte>.Shared.Return(_slot);
    }

    public async Task AfterATaskThatAnswers(Task<int> refilled)
    {
        _handle.Free();
        int count = await refilled.ConfigureAwait(false);
        _handle.Free();
    }

    public void AfterATaskThatIsWaitedFor(Task refilled)
    {
        ArrayPool<byte>.Shared.Return(_slot);
        refilled.Wait();
        ArrayPool<byte>.Shared.Return(_slot);
    }

    public void AfterASignal()
    {
        ArrayPool<byte>.Shared.Return(_slot);
        _filled.Wait();
        ArrayPool<byte>.Shared.Return(_slot);
    }

    public async Task AnElementAfterATask(byte[][] slots, Task refilled)
    {
        ArrayPool<byte>.Shared.Return(slots[0]);
        await refilled;
        ArrayPool<byte>.Shared.Return(slots[0]);
    }

    public IEnumerable<int> AfterWhoeverGoesThroughIt(byte[][] slots)
    {
        ArrayPool<byte>.Shared.Return(_slot);
        ArrayPool<byte>.Shared.Return(slots[0]);
        yield return 1;
        ArrayPool<byte>.Shared.Return(_slot);
        ArrayPool<byte>.Shared.Return(slots[0]);
    }

    public void ByCodeThatIsRun(List<int> sizes)
    {
        ArrayPool<byte>.Shared.Return(_slot);
        sizes.ForEach(Fill);
        ArrayPool<byte>.Shared.Return(_slot);
    }

    public static void TheNextInAList(LinkedList<byte[]> list)
    {
        ArrayPool<byte>.Shared.Return(list.First.Value);
        list.RemoveFirst();
        ArrayPool<byte>.Shared.Return(list.First.Value);
    }

    public static void TheNextOfANode(LinkedListNode<byte[]> node)
    {
        ArrayPool<byte>.Shared.Return(node.Next.Value);
        node.List.Remove(node.Next);
        ArrayPool<byte>.Shared.Return(node.Next.Value);
    }

    public static void TheNextSmallest(SortedSet<byte[]> set)
    {
        ArrayPool<byte>.Shared.Return(set.Min);
        set.Remove(set.Min);
        ArrayPool<byte>.Shared.Return(set.Min);
    }

    public static void TheNextOfTwo(List<byte[]> list)
    {
        List<byte[]>.Enumerator each = list.GetEnumerator();
        each.MoveNext();
        ArrayPool<byte>.Shared.Return(each.Current);
        each.MoveNext();
        ArrayPool<byte>.Shared.Return(each.Current);
    }

    public static void TheNextOfTwoThatWerePassed(List<byte[]>.Enumerator each)
    {
        ArrayPool<byte>.Shared.Return(each.Current);
        each.MoveNext();
        ArrayPool<byte>.Shared.Return(each.Current);
    }

    private void Fill(int size) => _slot = new byte[size];
}
