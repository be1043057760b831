// silent: ACQ405
using System;
using Acquit;
using Cases.Advice;
using Cases.Api;
using static Cases.Advice.Globals;

namespace Cases.HiddenApi;

public class Bound
{
    public void Caller(Page page) => GivePage(page);

    private static void GivePage(Page page) => page.Index++; // ACQ405 "'GivePage' hides 'Globals.GivePage': the call at line 12 comes here, and not under its contract"
}

public class Looser
{
    public void Caller(Page page) => GivePage(page);

    private static void GivePage(object page) => GC.KeepAlive(page); // ACQ405
}

public class Optional
{
    public void Caller(Page page) => this.Given(page);

    private void Given(Page page) => GivePage(page);

    private static void GivePage(Page page, bool soon = false) => page.Index = soon ? 0 : 1; // ACQ405
}

public class InMethod
{
    public void Caller(Page page)
    {
        GivePage(page);

        static void GivePage(Page page) => page.Index++; // ACQ405
    }
}

public class InBlock
{
    public void Caller(Page page, bool soon)
    {
        if (soon)
        {
            GivePage(page);
            void GivePage(Page given) => given.Index++; // ACQ405
        }
    }
}

public class Nested
{
    private static class Inner
    {
        public static void Caller(Page page) => GivePage(page);

        private static void GivePage(Page page) => page.Index++; // ACQ405
    }
}

public class Outer
{
    private static extern void Drop([Releases("page")] Page page);

    private class Inner
    {
        public void Caller(Page page) => Drop(page);

        private void Drop(Page page) => page.Index++; // ACQ405 "'Drop' hides 'Outer.Drop'"
    }
}

public class HidesOwn
{
    private extern void Drop([Releases("page")] Page page);

    public void Caller(Page page)
    {
        Drop(page);

        void Drop(Page given) => given.Index++; // ACQ405 "'Drop' hides 'HidesOwn.Drop'"
    }
}

public class Derived : Engine
{
    public void Caller(Page page) => Retire(page);

    public void Retire(object page) => GC.KeepAlive(page); // ACQ405 "'Retire' hides 'Engine.Retire'"
}

public class DerivedElsewhere : Engine
{
    public void Retire(object page, int delay = 0) => GC.KeepAlive(page); // ACQ405
}

public static class UserOfDerived
{
    public static void Caller(DerivedElsewhere engine, Page page) => engine.Retire(page);
}

public class DerivedStatic : Engine
{
    public void Caller(Page page) => Flush(page);

    private static void Flush(object page) => GC.KeepAlive(page); // ACQ405 "'Flush' hides 'Engine.Flush'"
}

public class Extended : Engine
{
    public void Kick(Page page) => page.Index++; // ACQ405 "'Kick' hides 'AddressSpaceExtensions.Kick'"

    public void Caller(Page page) => this.Kick(page);
}

public class Generic
{
    public void Caller(Page page) => GivePage(page);

    private static void GivePage<T>(T page) => GC.KeepAlive(page); // ACQ405
}

// From here on, nothing is hidden, or somebody says that it is meant.
public class NeverCalled
{
    private static void GivePage(Page page) => page.Index++;
}

public class OtherArguments
{
    public void Caller(int index) => GivePage(index);

    private static void GivePage(int index) => GC.KeepAlive(index);
}

public class MoreArguments
{
    public void Caller(Page page) => GivePage(page, 3);

    private static void GivePage(Page page, int order) => page.Index = order;
}

public class StandsIn
{
    public void Caller(Page page) => GivePage(page);

    private static void GivePage(Page page)
    {
        page.Index = 0;
        Globals.GivePage(page);
    }
}

public class StandsInForAnOverload
{
    public void Caller(Page page) => GivePages(page, page);

    private static void GivePages(Page first, Page second)
    {
        if (first != second)
            Globals.GivePages(first, second);
    }
}

public class HasItsOwn
{
    public void Caller(Page page) => GivePage(page);

    private static extern void GivePage([Releases("page")] Page page);
}

public class SaysNew : Engine
{
    public void Caller(Page page) => Retire(page);

    public new void Retire(Page page) => page.Index++;
}

public class Overrides : Engine
{
    public Page Caller() => Take();

    public override Page Take() => new Page();
}

public interface IGiver
{
    void GivePage(Page page);
}

public class Implements : IGiver
{
    public void Caller(Page page) => GivePage(page);

    public void GivePage(Page page) => page.Index++;
}

public class ImplementsExplicitly : IGiver
{
    public void Caller(IGiver giver, Page page) => giver.GivePage(page);

    void IGiver.GivePage(Page page) => page.Index++;
}

public class CalledOnAnother
{
    public void Caller(Plain plain, Page page) => plain.GivePage(page);
}

public class Plain
{
    public void GivePage(Page page) => page.Index++;
}

public class OnlyBorrows : Engine
{
    public int Caller(Page page) => Watch(page);

    public int Watch(object page) => 0;
}

public class NotInScope
{
    public void Caller(Page page) => Sync(page);

    private static void Sync(Page page) => page.Index++;
}

public class UnqualifiedExtension : Engine
{
    public void Caller(Page page) => Kick(page);

    private void Kick(Page page) => page.Index++;
}

public class Qualified
{
    public void Caller(Page page) => Qualified.GivePage(page);

    private static void GivePage(Page page) => page.Index++;
}
