using System.Text;

namespace Acquit.Tests.Robustness;

/// <summary>Made-up files whose methods come back to one another: by calls, properties, local functions, interfaces and fields.</summary>
internal static class RecursiveCode
{
    /// <summary>A web of methods, each in a file of its own, with circles of up to five and what leads into and out of them.</summary>
    public static IEnumerable<(string Name, string Text)> Web(string name, Random random)
    {
        var members = random.Next(2, 6);
        var size = members + random.Next(2, 6);
        var calls = Enumerable.Range(0, size).Select(_ => new List<int>()).ToArray();
        for (var i = 0; i < members; i++)
            calls[i].Add((i + 1) % members);
        for (var i = 0; i < members; i++)
            calls[random.Next(size)].Add(random.Next(size));
        for (var i = members; i < size; i += 2)
            calls[i].Add(random.Next(i));
        return Enumerable.Range(0, size).Select(i => ($"{name}/R{i}.cs", File(name, i, [.. calls[i]], random, frees: random.Next(2) == 0)));
    }

    /// <summary>A chain of methods, each in a file of its own; the last one does something, or leads to the first.</summary>
    public static IEnumerable<(string Name, string Text)> Chain(string name, int length, bool isClosed)
    {
        var random = new Random(length);
        return Enumerable.Range(0, length).Select(i => (
            $"{name}/R{i}.cs", File(name, i, i < length - 1 ? [i + 1] : isClosed ? [0] : [], random, frees: i == length - 1, onlyCalls: true)));
    }

    private static string File(string space, int self, int[] calls, Random random, bool frees, bool onlyCalls = false)
    {
        var passed = new StringBuilder();
        var got = new StringBuilder();
        var fresh = new StringBuilder();
        foreach (var other in calls)
        {
            var guard = onlyCalls ? "" : random.Next(3) switch { 0 => "if (n > 1) ", 1 => "if (block == IntPtr.Zero) ", _ => "" };
            passed.AppendLine(guard + (onlyCalls ? 0 : random.Next(4)) switch
            {
                1 => $"{{ Inner{other}(block, n); void Inner{other}(IntPtr b, int m) => R{other}.Pass(b, m); }}",
                2 => $"{{ ITake{other} take = new Take{other}(); take.Take(block, n); }}",
                3 => $"new Box{other}(block).Empty(n);",
                _ => $"R{other}.Pass(block, n - 1);",
            });
            got.AppendLine(onlyCalls ? $"return R{other}.Get(n);" : $"if (n > {other}) return R{other}.Get(n - 1);");
            fresh.AppendLine(onlyCalls ? $"return R{other}.Fresh;" : $"if (Environment.TickCount > {other}) return R{other}.Fresh;");
        }

        if (frees)
            passed.AppendLine("Marshal.FreeHGlobal(block);");
        if (!onlyCalls || calls.Length == 0)
        {
            got.AppendLine("return Marshal.AllocHGlobal(n);");
            fresh.AppendLine("return Marshal.AllocHGlobal(8);");
        }

        return $$"""
            using System;
            using System.Runtime.InteropServices;
            namespace {{space}};

            internal interface ITake{{self}} { void Take(IntPtr block, int n); }

            internal sealed class Take{{self}} : ITake{{self}}
            {
                public void Take(IntPtr block, int n) => R{{self}}.Pass(block, n);
            }

            internal sealed class Box{{self}}
            {
                private readonly IntPtr _block;

                public Box{{self}}(IntPtr block) => _block = block;

                public void Empty(int n) => R{{self}}.Pass(_block, n);
            }

            internal sealed class Keeper{{self}}
            {
                private readonly IntPtr _kept;

                public Keeper{{self}}() => _kept = Marshal.AllocHGlobal(16);

                public void Empty() => R{{self}}.Pass(_kept, 1);
            }

            internal static class R{{self}}
            {
                internal static IntPtr Fresh
                {
                    get
                    {
            {{fresh}}
                    }
                }

                internal static void Pass(IntPtr block, int n)
                {
            {{passed}}
                }

                internal static IntPtr Get(int n)
                {
            {{got}}
                }

                internal static void Passes()
                {
                    IntPtr block = Marshal.AllocHGlobal(8);
                    Pass(block, 2);
                }

                internal static void PassesAndFrees()
                {
                    IntPtr block = Marshal.AllocHGlobal(8);
                    Pass(block, 2);
                    Marshal.FreeHGlobal(block);
                }

                internal static bool Gets() => Get(3) == IntPtr.Zero;

                internal static bool GetsFresh() => Fresh == IntPtr.Zero;

                internal static void Boxes()
                {
                    IntPtr block = Marshal.AllocHGlobal(8);
                    new Box{{self}}(block).Empty(3);
                }

                internal static void Takes(ITake{{self}} take)
                {
                    IntPtr block = Marshal.AllocHGlobal(8);
                    take.Take(block, 3);
                    Marshal.FreeHGlobal(block);
                }
            }
            """;
    }
}
