using System;
using System.Collections.Generic;
using Cases.Api;

namespace Cases;

// Calls of which it is known what can run: all that implement them are here.
internal sealed class Implementations
{
    private interface ISource
    {
        Page Take();

        void Give(Page page);

        void Look(Page page);

        void Hold(Page page);
    }

    private static Page TakenFromAnyAndForgotten(ISource source)
    {
        Page page = source.Take(); // ACQ101
        if (page.Index == 0)
            return null;
        return page;
    }

    private static void TakenFromAny(ISource source)
    {
        Page page = source.Take();
        Mm.FreePage(page);
    }

    private static void GivenToAny(ISource source)
    {
        Page page = Mm.NewPage();
        source.Give(page);
    }

    private static void GivenToAnyOnOnePath(ISource source)
    {
        Page page = Mm.NewPage(); // ACQ101
        if (page.Index == 0)
            return;
        source.Give(page);
    }

    private static void GivenToAnyTwice(ISource source)
    {
        Page page = Mm.NewPage();
        source.Give(page);
        source.Give(page); // ACQ104
    }

    private static void LookedAtByAny(ISource source)
    {
        Page page = Mm.NewPage(); // ACQ101
        source.Look(page);
    }

    // One of them keeps it.
    private static void HeldByOne(ISource source)
    {
        Page page = Mm.NewPage();
        source.Hold(page);
    }

    // Others may implement what is public.
    public static void TakenFromAnOpenOne(IOpenSource source)
    {
        Page page = source.Take();
        page.Index = 1;
    }

    public static void LookedAtByAnOpenOne(IOpenSource source)
    {
        Page page = Mm.NewPage();
        source.Look(page);
    }

    private static void AbstractTaken(Shape shape)
    {
        Page page = shape.Take(); // ACQ101
        page.Index = 1;
    }

    private static void AbstractFreed(Shape shape)
    {
        Page page = shape.Take();
        shape.Drop(page);
    }

    private static void MixedTaken(Shape shape)
    {
        // One of the two hands out what is its own.
        Page page = shape.Spare();
        page.Index = 1;
    }

    private static void ExactlyKnown()
    {
        var shape = new Round();
        Page page = shape.Take(); // ACQ101
        page.Index = 1;
    }

    private static void ExactlyKnownThroughItsBase()
    {
        Shape shape = new Round();
        Page page = shape.Spare(); // ACQ101
        page.Index = 1;
    }

    private static void ExactlyKnownOther()
    {
        Shape shape = new Square();
        Page page = shape.Spare();
        page.Index = 1;
    }

    public static void OpenBase(OpenShape shape)
    {
        Page page = shape.Take();
        page.Index = 1;
    }

    public static void SealedOverride(SealedShape shape)
    {
        Page page = shape.Take(); // ACQ101
        page.Index = 1;
    }

    private abstract class Shape
    {
        public abstract Page Take();

        public virtual void Drop(Page page) => Mm.FreePage(page);

        public abstract Page Spare();
    }

    private class Round : Shape
    {
        public override Page Take() => Mm.NewPage();

        public override Page Spare() => Mm.NewPage();
    }

    private sealed class Square : Shape
    {
        private readonly Page _spare = new();

        public override Page Take()
        {
            Page page = Mm.NewPage();
            page.Index = 4;
            return page;
        }

        public override Page Spare() => _spare;
    }

    private sealed class First : ISource
    {
        public Page Take() => Mm.NewPage();

        public void Give(Page page) => Mm.FreePage(page);

        public void Look(Page page) => page.Index++;

        public void Hold(Page page) => page.Index++;
    }

    private sealed class Second : ISource
    {
        private Page _page;

        public Page Take()
        {
            Page page = Mm.NewPage();
            page.Index = 2;
            return page;
        }

        public void Give(Page page)
        {
            page.Index = 0;
            Mm.FreePage(page);
        }

        public void Look(Page page) => Hw.Start(page);

        public void Hold(Page page) => _page = page;
    }
}

public interface IOpenSource
{
    Page Take();

    void Look(Page page);
}

internal sealed class ImplementsOpenSource : IOpenSource
{
    public Page Take() => Mm.NewPage();

    public void Look(Page page) => page.Index++;
}

public class OpenShape
{
    public virtual Page Take() => Mm.NewPage();
}

public sealed class SealedShape : OpenShape
{
    public override Page Take() => Mm.NewPage();
}
