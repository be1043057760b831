using System.Collections.Immutable;
using Acquit.Analyzers.Flow.Summaries;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace Acquit.Tests.Flow;

/// <summary>Questions that lead to one another: the answers are the same whichever comes first, and cost little.</summary>
public class OpenQuestionsTests
{
    /// <summary>How often a body may be begun, on average.</summary>
    private const int MaxRuns = 3;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Whichever_question_is_asked_first_the_answers_are_the_same(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 200; i++)
        {
            var web = Web.Random(random, random.Next(2, 30), random.Next(1, 50));
            for (var order = 0; order < 5; order++)
            {
                var answers = new SettledAnswers();
                Assert.All(web.InOrder(random), n => Assert.Equal(web.Expected[n], web.Ask(n, answers)));
            }
        }
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    public void What_is_asked_next_may_depend_on_the_answers(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 300; i++)
        {
            var web = Web.Random(random, 12, random.Next(12, 40), stopsEarly: true);
            var first = new SettledAnswers();
            var expected = Enumerable.Range(0, 12).Select(n => web.Ask(n, first)).ToList();
            for (var order = 0; order < 5; order++)
            {
                var answers = new SettledAnswers();
                Assert.All(web.InOrder(random), n => Assert.Equal(expected[n], web.Ask(n, answers)));
            }
        }
    }

    [Theory]
    [InlineData(5)]
    [InlineData(6)]
    public void Several_threads_get_the_same_answers(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 50; i++)
        {
            var web = Web.Random(random, 30, random.Next(20, 60));
            var answers = new SettledAnswers();
            var orders = Enumerable.Range(0, 4).Select(_ => web.InOrder(random)).ToList();
            Parallel.ForEach(orders, order => Assert.All(order, n => Assert.Equal(web.Expected[n], web.Ask(n, answers))));
        }
    }

    [Theory]
    [InlineData(20_000, false)]
    [InlineData(20_001, false)]
    [InlineData(20_000, true)]
    public void A_chain_may_be_as_long_as_it_likes(int length, bool isClosed)
    {
        var web = Web.Chain(length, isClosed);
        var answers = new SettledAnswers();
        Assert.Equal(web.Expected[0], web.Ask(0, answers));
        Assert.Equal(web.Expected[length / 2], web.Ask(length / 2, answers));
        Assert.InRange(web.Runs, length, MaxRuns * length);
    }

    [Theory]
    [InlineData(7)]
    [InlineData(8)]
    public void No_body_is_begun_over_and_over(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 20; i++)
        {
            var web = Web.Random(random, 2000, random.Next(2000, 6000));
            var answers = new SettledAnswers();
            foreach (var n in web.InOrder(random))
                web.Ask(n, answers);
            Assert.InRange(web.Runs, 2000, MaxRuns * 2000);
        }
    }

    [Fact]
    public void What_is_broken_off_is_asked_anew()
    {
        var web = Web.Chain(100, isClosed: true);
        var answers = new SettledAnswers();
        var questions = new OpenQuestions(answers);
        web.BreakOffAt = 50;
        Assert.Throws<OperationCanceledException>(() => web.Ask(0, questions));
        Assert.All(Enumerable.Range(0, 100), n => Assert.Null(answers.Of(web.Symbols[n])));
        web.BreakOffAt = null;
        Assert.Equal(web.Expected[0], web.Ask(0, questions));
    }

    /// <summary>Each is never released if none of those it asks about is; those of a circle have no answer.</summary>
    private sealed class Web(int[][] asks)
    {
        private int _runs;

        public ImmutableArray<ISymbol> Symbols { get; } = NamesOf(asks.Length);

        public bool[] Expected { get; } = Solve(asks);

        public int Runs => _runs;

        public int? BreakOffAt { get; set; }

        /// <summary>What is asked next depends on what was answered before.</summary>
        public bool StopsEarly { get; init; }

        public static Web Random(Random random, int size, int edges, bool stopsEarly = false)
        {
            var asks = Enumerable.Range(0, size).Select(_ => new List<int>()).ToArray();
            for (var i = 0; i < edges; i++)
                asks[random.Next(size)].Add(random.Next(size));
            return new Web([.. asks.Select(a => a.ToArray())]) { StopsEarly = stopsEarly };
        }

        public static Web Chain(int length, bool isClosed) =>
            new([.. Enumerable.Range(0, length).Select(n => n < length - 1 ? new[] { n + 1 } : isClosed ? [0] : [])]);

        public IReadOnlyList<int> InOrder(Random random) => [.. Enumerable.Range(0, asks.Length).OrderBy(_ => random.Next())];

        public bool Ask(int node, SettledAnswers answers) => Ask(node, new OpenQuestions(answers));

        public bool Ask(int node, OpenQuestions questions) =>
            (questions.Recall(Symbols[node]) ?? questions.Find(Symbols[node], () => new Answer(null, Follow(node, questions) ? [] : null))).Released is not null;

        private bool Follow(int node, OpenQuestions questions)
        {
            Interlocked.Increment(ref _runs);
            if (node == BreakOffAt)
                throw new OperationCanceledException();
            var answers = asks[node].Select(n => Ask(n, questions));
            return StopsEarly ? !answers.Any(a => a) : !answers.ToList().Contains(true);
        }

        private static ImmutableArray<ISymbol> NamesOf(int size)
        {
            var fields = string.Concat(Enumerable.Range(0, size).Select(n => $"int f{n};"));
            var type = CSharpCompilation.Create("Web", [CSharpSyntaxTree.ParseText($"class Web {{ {fields} }}")]).GetTypeByMetadataName("Web")!;
            return [.. type.GetMembers().OfType<IFieldSymbol>()];
        }

        private static bool[] Solve(int[][] asks)
        {
            var answers = new bool[asks.Length];
            foreach (var circle in Circles(asks))
            {
                var n = circle[0];
                answers[n] = circle.Count == 1 && !asks[n].Contains(n) && !asks[n].Any(a => answers[a]);
            }

            return answers;
        }

        // What hangs together, each behind all that it asks about; by repeated marking, which is slow and plain.
        private static List<List<int>> Circles(int[][] asks)
        {
            var finished = new List<int>();
            var seen = new bool[asks.Length];
            for (var n = 0; n < asks.Length; n++)
                Visit(n, a => asks[a], seen, finished.Add);
            var back = Enumerable.Range(0, asks.Length).SelectMany(n => asks[n].Select(a => (From: n, To: a))).ToLookup(e => e.To, e => e.From);
            var circles = new List<List<int>>();
            seen = new bool[asks.Length];
            foreach (var n in Enumerable.Reverse(finished))
            {
                var circle = new List<int>();
                Visit(n, a => [.. back[a]], seen, circle.Add);
                if (circle.Count > 0)
                    circles.Add(circle);
            }

            circles.Reverse();
            return circles;
        }

        private static void Visit(int first, Func<int, int[]> next, bool[] seen, Action<int> finish)
        {
            if (seen[first])
                return;
            var pending = new Stack<(int Node, int Next)>();
            seen[first] = true;
            pending.Push((first, 0));
            while (pending.TryPop(out var at))
            {
                var all = next(at.Node);
                if (at.Next == all.Length)
                {
                    finish(at.Node);
                    continue;
                }

                pending.Push((at.Node, at.Next + 1));
                if (!seen[all[at.Next]])
                {
                    seen[all[at.Next]] = true;
                    pending.Push((all[at.Next], 0));
                }
            }
        }
    }
}
