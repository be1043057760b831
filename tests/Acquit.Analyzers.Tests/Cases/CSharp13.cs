// roslyn: 4.14
using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Cases.Api;

namespace Cases;

// The Lock type, ref structs and spans in async methods and iterators, params spans.
internal sealed class CSharp13
{
    private readonly Lock _gate = new();
    private int _count;

    public int LockStatementOnALock()
    {
        lock (_gate)
        {
            if (_count == 0)
                return 0;
            _count--;
        }

        return 1;
    }

    public void ScopeOfALock()
    {
        using (_gate.EnterScope())
            _count++;
    }

    public void EnteredAndExited()
    {
        _gate.Enter();
        try
        {
            _count++;
        }
        finally
        {
            _gate.Exit();
        }
    }

    public static async Task<int> SpanInAnAsyncMethod(ulong start, int n)
    {
        var pages = new Page[n];
        await Task.Yield();
        int ret = Mm.PinUserPagesFast(start, n, FollFlags.None, pages.AsSpan());
        if (ret <= 0)
            return ret;

        Span<Page> held = pages.AsSpan(0, ret);
        Mm.UnpinUserPages(held);
        await Task.Yield();
        return ret;
    }

    public static async Task<int> SpanInAnAsyncMethodForgotten(ulong start, int n)
    {
        var pages = new Page[n];
        await Task.Yield();
        int ret = Mm.PinUserPagesFast(start, n, FollFlags.None, pages); // ACQ101
        if (ret <= 0)
            return ret;

        await Task.Yield();
        return Mm.ChecksumPages(pages, ret);
    }

    public static IEnumerable<int> RefStructInAnIterator(int n)
    {
        for (int i = 0; i < n; i++)
        {
            int count;
            using (PinScope scope = PinScope.Enter(i))
                count = scope.Count;
            yield return count;
        }
    }

    public static int ParamsSpan()
    {
        Page a = Mm.NewPage();
        Page b = Mm.NewPage();
        int sum = SumOf(a, b);
        Mm.FreePage(b);
        Mm.FreePage(a);
        return sum;
    }

    private static int SumOf(params ReadOnlySpan<Page> pages)
    {
        int sum = 0;
        foreach (Page page in pages)
            sum += page.Index;
        return sum;
    }
}
