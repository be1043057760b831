using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;

namespace Cases;

/// <summary>Objects that take something when they are opened, and that others have hold of before that.</summary>
public static class OpenedAndKnownToOthers
{
    public sealed class Listed
    {
        private static readonly List<Listed> All = new();
        private IntPtr _block;

        public Listed() => All.Add(this);

        public void Open() => _block = Marshal.AllocHGlobal(4);

        public static void CloseAll() => All.ForEach(listed => listed.Close());

        private void Close() => Marshal.FreeHGlobal(_block);
    }

    public static void ListedByItsConstructor()
    {
        var listed = new Listed();
        listed.Open();
    }

    public sealed class Subscribed
    {
        private IntPtr _block;

        public Subscribed() => Leaving += Close;

        public static event Action? Leaving;

        public void Open() => _block = Marshal.AllocHGlobal(4);

        private void Close() => Marshal.FreeHGlobal(_block);
    }

    public static void SubscribedByItsConstructor()
    {
        var subscribed = new Subscribed();
        subscribed.Open();
    }

    public sealed class Child
    {
        private readonly List<Child> _siblings = new();
        private IntPtr _block;

        public List<Child> Siblings
        {
            get => _siblings;
            set => value.Add(this);
        }

        public void Open() => _block = Marshal.AllocHGlobal(4);

        public void Close() => Marshal.FreeHGlobal(_block);
    }

    public static void PutAmongOthersByASetter(List<Child> family)
    {
        var child = new Child { Siblings = family };
        child.Open();
    }

    public class Registered
    {
        public static readonly List<Registered> All = new();

        protected Registered() => All.Add(this);

        public virtual void Close()
        {
        }
    }

    public sealed class Derived : Registered
    {
        private IntPtr _block;

        public void Open() => _block = Marshal.AllocHGlobal(4);

        public override void Close() => Marshal.FreeHGlobal(_block);
    }

    public static void RegisteredByTheBase()
    {
        var derived = new Derived();
        derived.Open();
    }

    public sealed class Alone
    {
        private IntPtr _block;

        public void Open() => _block = Marshal.AllocHGlobal(4);

        public void Close() => Marshal.FreeHGlobal(_block);
    }

    public static void KnownToNobody()
    {
        var alone = new Alone();
        alone.Open(); // ACQ101
    }
}
