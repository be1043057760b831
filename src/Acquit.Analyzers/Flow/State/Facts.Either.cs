using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;

namespace Acquit.Analyzers.Flow;

// Of ways that met and had found out different things, each, that one of them it was.
internal sealed partial class Facts
{
    /// <summary>What was found out first is forgotten first.</summary>
    private const int MaxEither = 4;

    /// <summary>Ways that found out more are not told apart.</summary>
    private const int MaxApart = 6;

    private ImmutableArray<Disjunction> _either = ImmutableArray<Disjunction>.Empty;

    /// <summary>Keeps what two ways that meet are told apart by, and what both know of others that have met before.</summary>
    /// <param name="isKept">Whether a symbol is one that both speak of.</param>
    /// <param name="isText">Whether a symbol is a text of the code, which is there on every way, and no other.</param>
    /// <param name="isNew">What they are told apart by was not known before; otherwise only what both know already is kept.</param>
    public void KeepApart(Facts one, Facts other, Func<int, bool> isKept, Func<int, bool> isText, bool isNew)
    {
        var (first, second) = isNew ? (one.Than(other, isKept, isText), other.Than(one, isKept, isText)) : (null, null);
        _either = Known(one, other, second).Concat(Known(other, one, first)).Where(e => e.Symbols.All(isKept)).Distinct().ToImmutableArray();
        if (first is not null && second is not null)
        {
            var either = new Disjunction(ImmutableArray.Create(first, second));
            _either = _either.Contains(either) ? _either : _either.Add(either);
        }

        if (_either.Length > MaxEither)
        {
            _either = _either.RemoveRange(0, _either.Length - MaxEither);
        }
    }

    /// <summary>Keeps that others hold with one thing.</summary>
    /// <param name="isTold">The one thing holds whenever the others do, too.</param>
    public void KeepTogether(Comparison one, IReadOnlyList<Comparison> others, bool isTold)
    {
        var not = Not(one);
        var either = new Disjunction(ImmutableArray.Create<Formula>(
            new Conjunction(others.Prepend(one).ToImmutableArray<Formula>()),
            isTold ? new Conjunction(ImmutableArray.Create<Formula>(not, Not(others[0]))) : not));
        if (!_either.Contains(either))
        {
            _either = _either.RemoveRange(0, Math.Max(0, _either.Length + 1 - MaxEither)).Add(either);
        }

        static Comparison Not(Comparison comparison) => comparison with { Operator = Comparison.Negate(comparison.Operator) };
    }

    // What the one knows, and the other as well; or that it was the other one's way.
    private static IEnumerable<Disjunction> Known(Facts one, Facts other, Formula? way)
    {
        foreach (var either in one._either)
        {
            if (other._either.Any(e => e.Operands.All(either.Operands.Contains)) || either.Operands.Any(o => other.Evaluate(o) == Truth.True))
            {
                yield return either;
            }
            else if (way is not null && either.Operands.Length < MaxApart)
            {
                yield return new Disjunction(either.Operands.Add(way));
            }
        }
    }

    // What is known here and not there; null if there is nothing, or too much of it.
    private Formula? Than(Facts other, Func<int, bool> isKept, Func<int, bool> isText)
    {
        List<Formula>? more = null;
        foreach (var pair in _intervals)
        {
            var (low, high) = pair.Value;
            var symbol = new Value(pair.Key, 0);
            if (low == high)
            {
                Consider(TestOperator.Equal, symbol, Value.Constant(low));
                continue;
            }

            if (low > -Infinity)
            {
                Consider(TestOperator.GreaterOrEqual, symbol, Value.Constant(low));
            }

            if (high < Infinity)
            {
                Consider(TestOperator.LessOrEqual, symbol, Value.Constant(high));
            }
        }

        foreach (var pair in _differences)
        {
            if (_differences.TryGetValue((pair.Key.B, pair.Key.A), out var back) && back == -pair.Value)
            {
                if (pair.Key.A < pair.Key.B)
                {
                    Consider(TestOperator.Equal, new Value(pair.Key.A, 0), new Value(pair.Key.B, pair.Value));
                }

                continue;
            }

            Consider(TestOperator.LessOrEqual, new Value(pair.Key.A, 0), new Value(pair.Key.B, pair.Value));
        }

        foreach (var (a, b, offset) in _unequal)
        {
            if (!(isText(a) && (b == 0 || isText(b))))
            {
                Consider(TestOperator.NotEqual, new Value(a, 0), new Value(b, offset));
            }
        }

        return more switch { null or { Count: > MaxApart } => null, { Count: 1 } => more[0], _ => new Conjunction(more.ToImmutableArray()) };

        void Consider(TestOperator @operator, Value left, Value right)
        {
            if (more is not { Count: > MaxApart } && isKept(left.Symbol) && isKept(right.Symbol) && other.Evaluate(@operator, left, right) != Truth.True)
            {
                (more ??= new()).Add(new Comparison(@operator, left, right));
            }
        }
    }

    // One that all but one of its ways are shut out of was the other one. False when none is left.
    private bool Decide()
    {
        for (var i = 0; i < _either.Length; i++)
        {
            var either = _either[i];
            var open = either.Operands.RemoveAll(o => Evaluate(o) == Truth.False);
            if (open.IsEmpty)
            {
                return false;
            }

            if (open.Length == 1)
            {
                _either = _either.RemoveAt(i);
                if (!Parts(open[0]).All(part => Take(part.Operator, part.Left, part.Right)))
                {
                    return false;
                }

                // It may shut out others.
                i = -1;
            }
        }

        return true;

        static IEnumerable<Comparison> Parts(Formula way) => way is Conjunction all ? all.Operands.OfType<Comparison>() : new[] { (Comparison)way };
    }

    private Truth Evaluate(Formula way)
    {
        if (way is Comparison comparison)
        {
            return Evaluate(comparison.Operator, comparison.Left, comparison.Right);
        }

        var all = Truth.True;
        foreach (var part in ((Conjunction)way).Operands)
        {
            switch (Evaluate(part))
            {
                case Truth.False:
                    return Truth.False;
                case Truth.Unknown:
                    all = Truth.Unknown;
                    break;
            }
        }

        return all;
    }
}
