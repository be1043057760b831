using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;

namespace Cases;

// What is passed by a reference that nothing can be put through is passed like a value: looked at, kept, or given back.
internal static class PassedForLooking
{
    private static readonly List<Holder> Kept = new();
    private static GCHandle s_kept;

    public static void OnlyLookedAt(object target)
    {
        GCHandle handle = GCHandle.Alloc(target); // ACQ101
        LookAt(in handle);
    }

    public static void OnlyLookedAtInAStruct(object target)
    {
        var holder = new Holder { Handle = GCHandle.Alloc(target) }; // ACQ101
        LookAt(holder);
    }

    public static void LookedAtAndFreed(object target)
    {
        GCHandle handle = GCHandle.Alloc(target);
        LookAt(in handle);
        handle.Free();
    }

    public static void KeptByItself(object target)
    {
        GCHandle handle = GCHandle.Alloc(target);
        Keep(in handle);
    }

    public static void KeptInAStruct(object target)
    {
        var holder = new Holder { Handle = GCHandle.Alloc(target) };
        Keep(in holder);
    }

    public static void KeptOutOfAStruct(object target)
    {
        var holder = new Holder { Handle = GCHandle.Alloc(target) };
        KeepHandle(holder);
    }

    public static void Freed(object target)
    {
        GCHandle handle = GCHandle.Alloc(target);
        Free(in handle);
    }

    public static void FreedInAStruct(object target)
    {
        var holder = new Holder { Handle = GCHandle.Alloc(target) };
        Free(holder);
    }

    public static void HandedBack(object target)
    {
        var holder = new Holder { Handle = GCHandle.Alloc(target) };
        Inner(in holder).Free();
    }

    public static void HandedBackByReference(object target)
    {
        GCHandle handle = GCHandle.Alloc(target);
        Same(in handle).Free();
    }

    private static void LookAt(in GCHandle handle) => Console.Write(handle.IsAllocated);

    private static void LookAt(in Holder holder) => Console.Write(holder.Number);

    private static void Keep(in GCHandle handle) => s_kept = handle;

    private static void Keep(in Holder holder) => Kept.Add(holder);

    private static void KeepHandle(in Holder holder) => s_kept = holder.Handle;

    private static void Free(in GCHandle handle) => handle.Free();

    private static void Free(in Holder holder)
    {
        Holder copy = holder;
        copy.Handle.Free();
    }

    private static GCHandle Inner(in Holder holder) => holder.Handle;

    private static ref readonly GCHandle Same(in GCHandle handle) => ref handle;

    internal struct Holder
    {
        public GCHandle Handle;
        public int Number;
    }
}
