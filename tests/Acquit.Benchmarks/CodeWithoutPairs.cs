using System.Collections.Immutable;

namespace Acquit.Benchmarks;

/// <summary>Ordinary code, thousands of methods of it, that neither acquires nor releases.</summary>
internal static class CodeWithoutPairs
{
    private const int Files = 200;
    private const int MethodsPerFile = 15;

    public static ImmutableArray<(string Path, string Text)> Sources(int files = Files) =>
        [.. Enumerable.Range(0, files).Select(file => ($"Orders{file}.cs", File(file))), ("Program.cs", "System.Console.WriteLine();")];

    private static string File(int file) =>
        $$"""
        using System;
        using System.Collections.Generic;
        using System.Linq;

        namespace Shop.Part{{file}};

        public sealed class Orders
        {
            private readonly Dictionary<string, int> stock = new();
        {{string.Concat(Enumerable.Range(0, MethodsPerFile).Select(Method))}}
        }
        """;

    private static string Method(int number) =>
        $$"""

            public int Total{{number}}(IReadOnlyList<string> items, int limit)
            {
                if (items is null)
                    throw new ArgumentNullException(nameof(items));
                var total = {{number}};
                foreach (var item in items.Where(i => i.Length > {{number}}).OrderBy(i => i))
                {
                    if (!stock.TryGetValue(item, out var left) || left == 0)
                        continue;
                    try
                    {
                        total = checked(total + left * {{number + 1}});
                        stock[item] = left - 1;
                    }
                    catch (OverflowException)
                    {
                        return limit;
                    }

                    for (var i = 0; i < left && total > limit; i++)
                        total -= i % 2 == 0 ? 1 : item.Length;
                }

                return total;
            }
        """;
}
