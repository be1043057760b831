using Cases.Api;

// A program without a Main.
Page first = Mm.NewPage();
Page second = Mm.NewPage(); // ACQ101
Mm.CopyPage(first, second);
Mm.FreePage(first);
return Count(3);

static int Count(int n)
{
    nint block = Slab.KmallocNoFail(n);
    Hw.Write(block, n);
    Slab.Kfree(block);
    return n;
}
