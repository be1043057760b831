using System;
using System.Runtime.InteropServices;
using Cases.Api;

namespace Cases;

// Nothing is wrong in this file; every method here was reported once.
internal sealed class FalseAlarms
{
    private static readonly GCHandle s_shared = GCHandle.Alloc(new object());

    private GCHandle _handle;
    private State _state;
    private Page[] _slots;

    public FalseAlarms() => _handle = GCHandle.Alloc(this, GCHandleType.Weak);

    public void HandleIntoAField(byte[] data)
    {
        _handle = GCHandle.Alloc(data, GCHandleType.Pinned);
    }

    public void HandleIntoAFieldOfAStruct(byte[] data)
    {
        _state.Length = data.Length;
        _state.Handle = GCHandle.Alloc(data, GCHandleType.Pinned);
    }

    public void HandleIntoAnInitializedStruct(byte[] data)
    {
        _state = new State { Length = data.Length, Handle = GCHandle.Alloc(data) };
    }

    public static State HandleInAReturnedStruct(byte[] data)
    {
        State state;
        state.Handle = GCHandle.Alloc(data, GCHandleType.Pinned);
        state.Length = data.Length;
        return state;
    }

    public void ArrayOfAFieldFilled(int n)
    {
        _slots = new Page[n];
        for (int i = 0; i < n; i++)
            _slots[i] = Mm.NewPage();
    }

    public static void RefLocalMoved(bool second)
    {
        Page a = Mm.NewPage();
        Page b = Mm.NewPage();
        ref Page slot = ref a;
        if (second)
            slot = ref b;
        slot.Index = 1;
        Mm.FreePage(a);
        Mm.FreePage(b);
    }

    // What a method was called on is not null afterwards.
    public static void ReceiverIsNotNull(KObject root)
    {
        root.AddRef();
        if (root != null)
            root.Release();
    }

    public static int WalkWithReferences(KObject root, Func<KObject, KObject> next)
    {
        KObject current = root;
        current.AddRef();
        int n = 0;
        while (current != null)
        {
            KObject following = next(current);
            following?.AddRef();
            current.Release();
            current = following;
            n++;
        }

        return n;
    }

    public void Dispose()
    {
        if (_handle.IsAllocated)
            _handle.Free();
        if (_state.Handle.IsAllocated)
            _state.Handle.Free();
        foreach (Page page in _slots) // ACQ403
            Mm.FreePage(page);
    }

    internal struct State
    {
        public GCHandle Handle;
        public int Length;
    }
}
