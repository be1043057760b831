using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Cases.Api;

namespace Cases;

// Local functions, lambdas that run while the call lasts, and such as run later.
internal sealed class Delegates
{
    private readonly List<Action> _later = new();

    private Action _last;

    public static void CleanedUpByALocalFunction(bool early)
    {
        Page page = Mm.NewPage();
        if (early)
        {
            CleanUp();
            return;
        }

        Hw.Start(page);
        CleanUp();

        void CleanUp() => Mm.FreePage(page);
    }

    public static void ForgottenByALocalFunction(bool early)
    {
        Page page = Mm.NewPage(); // ACQ101
        if (early)
            return;

        Hw.Start(page);
        CleanUp();

        void CleanUp() => Mm.FreePage(page);
    }

    public static void CleanedUpTwice()
    {
        Page page = Mm.NewPage();
        CleanUp();
        CleanUp(); // ACQ104

        void CleanUp() => Mm.FreePage(page);
    }

    public static void TakenByALocalFunction(bool early)
    {
        Page page = Take(); // ACQ101
        if (early)
            return;

        Mm.FreePage(page);

        static Page Take() => Mm.NewPage();
    }

    public static void LookedAtByALocalFunction(bool early)
    {
        Page page = Mm.NewPage(); // ACQ101
        Touch();
        if (early)
            return;

        Mm.FreePage(page);

        void Touch() => page.Index++;
    }

    public static void LocalFunctionAsADelegate(List<Action> later)
    {
        Page page = Mm.NewPage();
        later.Add(CleanUp);

        void CleanUp() => Mm.FreePage(page);
    }

    public static void LambdaInALocal(bool early)
    {
        Page page = Mm.NewPage();
        Action free = () => Mm.FreePage(page);
        if (early)
        {
            free();
            return;
        }

        free();
    }

    public static void LambdaGivenToAHelperThatRunsIt(bool early)
    {
        Page page = Mm.NewPage(); // ACQ101
        Run(() => page.Index++);
        if (early)
            return;

        Mm.FreePage(page);
    }

    public static void LambdaThatFreesGivenToAHelper()
    {
        Page page = Mm.NewPage();
        Run(() => Mm.FreePage(page));
    }

    public static void LambdaRunForEachElement(int[] items, bool early)
    {
        Page page = Mm.NewPage(); // ACQ101
        Array.ForEach(items, i => page.Index += i);
        if (early)
            return;

        Mm.FreePage(page);
    }

    public static void LambdaRunByAList(List<int> items, bool early)
    {
        Page page = Mm.NewPage(); // ACQ101
        items.ForEach(i => page.Index += i);
        if (early)
            return;

        Mm.FreePage(page);
    }

    public static void LambdaThatFreesRunForEachElement(Page[] pages)
    {
        Page page = Mm.NewPage();
        Array.ForEach(pages, _ => Mm.FreePage(page));
    }

    public void Deferred()
    {
        Page page = Mm.NewPage();
        Defer(() => Mm.FreePage(page));
        Hw.Start(page);
    }

    public void KeptInAField()
    {
        Page page = Mm.NewPage();
        _last = () => Mm.FreePage(page);
    }

    public static Func<int> Returned()
    {
        Page page = Mm.NewPage();
        return () => page.Index;
    }

    public static IEnumerable<int> LazilyEnumerated(int[] items)
    {
        Page page = Mm.NewPage();
        return items.Select(i => page.Index + i);
    }

    public static Task OnAnotherThread()
    {
        Page page = Mm.NewPage();
        return Task.Run(() => Mm.FreePage(page));
    }

    public static void GivenAsAParameter()
    {
        Page page = Mm.NewPage();
        With(page, p => Mm.FreePage(p));
    }

    public static void LockedWhileALambdaRuns(SleepLock mutex, bool early)
    {
        mutex.Lock(); // ACQ101
        Run(() => Hw.Kick());
        if (early)
            return;
        mutex.Unlock();
    }

    public static void PassedOnToAHelperThatKeepsIt(List<Action> all)
    {
        Page page = Mm.NewPage();
        AddTo(all, () => Mm.FreePage(page));
    }

    public static void RunTwoDeep(bool early)
    {
        Page page = Mm.NewPage(); // ACQ101
        RunTwice(() => page.Index++);
        if (early)
            return;

        Mm.FreePage(page);
    }

    public static void RunAndKept(List<Action> all)
    {
        Page page = Mm.NewPage();
        RunAndKeep(all, () => page.Index++);
    }

    public static int ValueOfALambda(bool early)
    {
        Page page = Mm.NewPage(); // ACQ101
        int index = Get(() => page.Index);
        if (early)
            return index;

        Mm.FreePage(page);
        return index;
    }

    public static Page LambdaThatReturnsIt()
    {
        Page page = Mm.NewPage();
        return Get(() => page);
    }

    public static void LocalFunctionWithALocalOfItsOwn()
    {
        Inner();

        static void Inner()
        {
            Page page = Mm.NewPage(); // ACQ101
            page.Index = 1;
        }
    }

    private static void Run(Action action) => action();

    private static void RunTwice(Action action)
    {
        Run(action);
        Run(action);
    }

    private static void RunAndKeep(List<Action> all, Action action)
    {
        action();
        all.Add(action);
    }

    private static T Get<T>(Func<T> get) => get();

    private static void With(Page page, Action<Page> action) => action(page);

    private static void AddTo(List<Action> all, Action action) => all.Add(action);

    private void Defer(Action action) => _later.Add(action);
}
