using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;

namespace Acquit.Analyzers.Flow;

/// <summary>
/// What the branches taken established about symbols: intervals, differences (<c>a - b &lt;= c</c>), disequalities, and the
/// only numbers that some can be. The differences are kept closed, so a question is one look-up; what follows from two intervals
/// alone is not stored.
/// </summary>
internal sealed partial class Facts
{
    // Far from the ends, so that sums of bounds cannot wrap.
    public const long Infinity = long.MaxValue / 8;

    // What is empty is shared by all, and never written to.
    private static readonly Dictionary<int, (long Low, long High)> NoIntervals = new();
    private static readonly Dictionary<(int A, int B), long> NoDifferences = new();
    private static readonly HashSet<(int A, int B, long Offset)> NothingUnequal = new();

    // Copies share each part until it is written to.
    private Dictionary<int, (long Low, long High)> _intervals;
    private Dictionary<(int A, int B), long> _differences;
    private HashSet<(int A, int B, long Offset)> _unequal;
    private ImmutableDictionary<int, ImmutableArray<long>> _choices = ImmutableDictionary<int, ImmutableArray<long>>.Empty;
    private Parts _shared;

    /// <param name="size">How many symbols something will be known of, about.</param>
    public Facts(int size = 0)
    {
        _intervals = size == 0 ? NoIntervals : new(size);
        _differences = NoDifferences;
        _unequal = NothingUnequal;
        _shared = size == 0 ? Parts.All : Parts.Differences | Parts.Unequal;
    }

    private Facts(Facts other)
    {
        _intervals = other._intervals;
        _differences = other._differences;
        _unequal = other._unequal;
        _choices = other._choices;
        _either = other._either;
        _shared = Parts.All;
        other._shared = Parts.All;
    }

    [Flags]
    private enum Parts { None = 0, Intervals = 1, Differences = 2, Unequal = 4, All = 7 }

    public int Size => _intervals.Count + _differences.Count + _unequal.Count + _either.Length;

    public IEnumerable<(int A, int B)> Differences => _differences.Keys;

    public IEnumerable<(int A, int B, long Offset)> Unequal => _unequal;

    public HashSet<int> Symbols
    {
        get
        {
            var symbols = new HashSet<int>(_intervals.Keys);
            foreach (var (a, b) in _differences.Keys)
            {
                symbols.Add(a);
                symbols.Add(b);
            }

            foreach (var (a, b, _) in _unequal)
            {
                symbols.Add(a);
                symbols.Add(b);
            }

            return symbols;
        }
    }

    /// <summary>The symbols that have bounds.</summary>
    public Dictionary<int, (long Low, long High)>.KeyCollection Bounded => _intervals.Keys;

    public Facts Clone() => new(this);

    public (long Low, long High) Interval(int symbol) =>
        symbol == 0 ? (0, 0) : _intervals.TryGetValue(symbol, out var interval) ? interval : (-Infinity, Infinity);

    /// <summary>The least known bound of <c>left - right</c>; <see cref="Infinity"/> when there is none.</summary>
    public long Upper(Value left, Value right)
    {
        var offset = Clamp(left.Offset - right.Offset);
        if (left.Symbol == right.Symbol)
        {
            return offset;
        }

        var bound = Infinity;
        if (_differences.TryGetValue((left.Symbol, right.Symbol), out var direct))
        {
            bound = direct;
        }

        var high = Interval(left.Symbol).High;
        var low = Interval(right.Symbol).Low;
        if (high < Infinity && low > -Infinity)
        {
            bound = Math.Min(bound, high - low);
        }

        return bound >= Infinity ? Infinity : Clamp(bound + offset);
    }

    public bool AreEqual(Value left, Value right) => left == right || (Upper(left, right) <= 0 && Upper(right, left) <= 0);

    public Truth Evaluate(TestOperator op, Value left, Value right)
    {
        switch (op)
        {
            case TestOperator.Less:
                return Upper(left, right) <= -1 ? Truth.True : Upper(right, left) <= 0 ? Truth.False : Truth.Unknown;
            case TestOperator.LessOrEqual:
                return Upper(left, right) <= 0 ? Truth.True : Upper(right, left) <= -1 ? Truth.False : Truth.Unknown;
            case TestOperator.Greater:
                return Evaluate(TestOperator.Less, right, left);
            case TestOperator.GreaterOrEqual:
                return Evaluate(TestOperator.LessOrEqual, right, left);
            case TestOperator.Equal:
                return AreEqual(left, right) ? Truth.True
                    : Upper(left, right) <= -1 || Upper(right, left) <= -1 || AreUnequal(left, right) || HasUnequalTwin(left, right) || HasUnequalTwin(right, left)
                        ? Truth.False
                    : Truth.Unknown;
            case TestOperator.NotEqual:
                return Evaluate(TestOperator.Equal, left, right) switch
                {
                    Truth.True => Truth.False,
                    Truth.False => Truth.True,
                    _ => Truth.Unknown,
                };
            default:
                return Truth.Unknown;
        }
    }

    /// <summary>Adds a fact. False when it contradicts what is known: the path cannot run.</summary>
    public bool Assume(TestOperator op, Value left, Value right) => Take(op, left, right) && (_either.IsEmpty || Decide());

    private bool Take(TestOperator op, Value left, Value right)
    {
        if (IsBeyond(left) || IsBeyond(right))
        {
            return true;
        }

        switch (op)
        {
            case TestOperator.Less:
                return Bound(left, right, -1);
            case TestOperator.LessOrEqual:
                return Bound(left, right, 0);
            case TestOperator.Greater:
                return Bound(right, left, -1);
            case TestOperator.GreaterOrEqual:
                return Bound(right, left, 0);
            case TestOperator.Equal:
                return Evaluate(TestOperator.Equal, left, right) != Truth.False && Bound(left, right, 0) && Bound(right, left, 0);
            case TestOperator.NotEqual:
                return Differ(left, right);
            default:
                return true;
        }
    }

    /// <summary>A symbol that nothing is known of yet is one of some numbers, which are in order. They bound it, whatever else is found out.</summary>
    public void Choose(int symbol, ImmutableArray<long> numbers)
    {
        _choices = _choices.SetItem(symbol, numbers);
        Narrow(symbol, numbers[0], numbers[numbers.Length - 1]);
    }

    /// <summary>Takes over which numbers the symbols are among that others know it of, too.</summary>
    public void ChooseAsIn(Facts facts, Facts others, Func<int, bool> which)
    {
        foreach (var choice in facts._choices)
        {
            if (others._choices.ContainsKey(choice.Key) && which(choice.Key))
            {
                _choices = _choices.SetItem(choice.Key, choice.Value);
            }
        }
    }

    /// <summary>Forgets a symbol. Since the differences are closed, what it told about others stays.</summary>
    public void Forget(Func<int, bool> test)
    {
        if (_intervals.Count > 0)
        {
            foreach (var key in _intervals.Keys.Where(test).ToArray())
            {
                WritableIntervals().Remove(key);
            }
        }

        if (_differences.Count > 0)
        {
            foreach (var key in _differences.Keys.Where(k => test(k.A) || test(k.B)).ToArray())
            {
                WritableDifferences().Remove(key);
            }
        }

        if (!_choices.IsEmpty)
        {
            _choices = _choices.RemoveRange(_choices.Keys.Where(test));
        }

        if (!_either.IsEmpty)
        {
            _either = _either.RemoveAll(e => e.Symbols.Any(test));
        }

        if (_unequal.Count > 0 && _unequal.Any(u => test(u.A) || test(u.B)))
        {
            WritableUnequal().RemoveWhere(u => test(u.A) || test(u.B));
        }
    }

    /// <summary>Sets what a join found out; the caller vouches that it is implied on both sides.</summary>
    public void SetInterval(int symbol, long low, long high)
    {
        if (symbol != 0 && (low > -Infinity || high < Infinity))
        {
            WritableIntervals()[symbol] = (low, high);
        }
    }

    /// <inheritdoc cref="SetInterval"/>
    public void SetDifference(int a, int b, long bound)
    {
        var (_, high) = Interval(a);
        var (low, _) = Interval(b);
        if (a != b && a != 0 && b != 0 && bound < Infinity && !(high < Infinity && low > -Infinity && high - low <= bound))
        {
            WritableDifferences()[(a, b)] = bound;
        }
    }

    /// <inheritdoc cref="SetInterval"/>
    public void SetUnequal(int a, int b, long offset) => WritableUnequal().Add((a, b, offset));

    public bool SameAs(Facts other) =>
        _intervals.Count == other._intervals.Count && _differences.Count == other._differences.Count && _unequal.Count == other._unequal.Count && _choices.Count == other._choices.Count && _either.SequenceEqual(other._either) &&
        (_intervals == other._intervals || _intervals.All(p => other._intervals.TryGetValue(p.Key, out var i) && i == p.Value)) &&
        (_differences == other._differences || _differences.All(p => other._differences.TryGetValue(p.Key, out var d) && d == p.Value)) &&
        (_unequal == other._unequal || _unequal.SetEquals(other._unequal));

    private Dictionary<int, (long Low, long High)> WritableIntervals() =>
        IsOwn(Parts.Intervals) ? _intervals : _intervals = new(_intervals);

    private Dictionary<(int A, int B), long> WritableDifferences() =>
        IsOwn(Parts.Differences) ? _differences : _differences = new(_differences);

    private HashSet<(int A, int B, long Offset)> WritableUnequal() =>
        IsOwn(Parts.Unequal) ? _unequal : _unequal = new(_unequal);

    // From now on it is.
    private bool IsOwn(Parts part)
    {
        var isOwn = (_shared & part) == 0;
        _shared &= ~part;
        return isOwn;
    }

    // Numbers so large that sums with them could wrap are not reasoned about.
    private static bool IsBeyond(Value value) => value.Offset is > Infinity / 4 or < -Infinity / 4;

    public bool AreUnequal(Value left, Value right)
    {
        if (left.Symbol == right.Symbol)
        {
            return left.Offset != right.Offset;
        }

        return _unequal.Contains(Normalize(left, right));
    }

    // left is equal to something that is known to differ from right.
    private bool HasUnequalTwin(Value left, Value right)
    {
        if (_unequal.Count == 0)
        {
            return false;
        }

        foreach (var pair in _differences)
        {
            if (pair.Key.A == left.Symbol && pair.Value == 0 && _differences.TryGetValue((pair.Key.B, pair.Key.A), out var back) && back == 0 &&
                AreUnequal(new Value(pair.Key.B, left.Offset), right))
            {
                return true;
            }
        }

        return false;
    }

    // a - b != c, with the larger symbol first.
    private static (int A, int B, long Offset) Normalize(Value left, Value right)
    {
        var offset = right.Offset - left.Offset;
        return left.Symbol > right.Symbol ? (left.Symbol, right.Symbol, offset) : (right.Symbol, left.Symbol, -offset);
    }

    private static long Clamp(long value) => Math.Max(-Infinity, Math.Min(Infinity, value));

    private bool Differ(Value left, Value right)
    {
        if (Evaluate(TestOperator.Equal, left, right) == Truth.True)
        {
            return false;
        }

        if (left.Symbol == right.Symbol)
        {
            return true;
        }

        WritableUnequal().Add(Normalize(left, right));
        return Tighten();
    }

    // left - right <= slack
    private bool Bound(Value left, Value right, long slack) => Tie(left, right, slack) && Tighten();

    private bool Tie(Value left, Value right, long slack)
    {
        if (Upper(left, right) <= slack)
        {
            return true;
        }

        if (Upper(right, left) < -slack)
        {
            return false;
        }

        var bound = Clamp(right.Offset - left.Offset + slack);
        if (left.Symbol == 0)
        {
            return Narrow(right.Symbol, -bound, Infinity);
        }

        if (right.Symbol == 0)
        {
            return Narrow(left.Symbol, -Infinity, bound);
        }

        if (_differences.Count == 0)
        {
            WritableDifferences()[(left.Symbol, right.Symbol)] = bound;
        }
        else if (!Close(left.Symbol, right.Symbol, bound))
        {
            return false;
        }

        var (leftLow, leftHigh) = Interval(left.Symbol);
        var (rightLow, rightHigh) = Interval(right.Symbol);
        return (rightHigh >= Infinity || Narrow(left.Symbol, -Infinity, rightHigh + bound)) &&
               (leftLow <= -Infinity || Narrow(right.Symbol, leftLow - bound, Infinity));
    }

    // left - right <= bound, and what follows from that together with the differences known before.
    private bool Close(int left, int right, long bound)
    {
        var before = new List<(int Symbol, long Bound)>();
        var after = new List<(int Symbol, long Bound)>();
        foreach (var pair in _differences)
        {
            if (pair.Key.B == left)
            {
                before.Add((pair.Key.A, pair.Value));
            }

            if (pair.Key.A == right)
            {
                after.Add((pair.Key.B, pair.Value));
            }
        }

        before.Add((left, 0));
        after.Add((right, 0));
        foreach (var (x, d) in before)
        {
            foreach (var (y, e) in after)
            {
                var sum = d + bound + e;
                if (x == y)
                {
                    if (sum < 0)
                    {
                        return false;
                    }

                    continue;
                }

                if (!_differences.TryGetValue((x, y), out var known) || known > sum)
                {
                    WritableDifferences()[(x, y)] = sum;
                }
            }
        }

        return true;
    }

    private bool Narrow(int symbol, long low, long high)
    {
        var (oldLow, oldHigh) = Interval(symbol);
        low = Math.Max(low, oldLow);
        high = Math.Min(high, oldHigh);
        if (_choices.TryGetValue(symbol, out var numbers))
        {
            // To the next ones that it can be.
            low = numbers.Where(n => n >= low).DefaultIfEmpty(Infinity).First();
            high = numbers.Where(n => n <= high).DefaultIfEmpty(-Infinity).Last();
        }

        if (low > high)
        {
            return false;
        }

        if (low == oldLow && high == oldHigh)
        {
            return true;
        }

        WritableIntervals()[symbol] = (low, high);
        return _differences.Count == 0 || NarrowNeighbours(symbol, low, oldLow, high, oldHigh);
    }

    private bool NarrowNeighbours(int symbol, long low, long oldLow, long high, long oldHigh)
    {
        List<(int A, int B)>? neighbours = null;
        foreach (var pair in _differences)
        {
            if (pair.Key.A == symbol || pair.Key.B == symbol)
            {
                (neighbours ??= new()).Add(pair.Key);
            }
        }

        if (neighbours is null)
        {
            return true;
        }

        foreach (var key in neighbours)
        {
            var bound = _differences[key];
            if (key.B == symbol && high < oldHigh && !Narrow(key.A, -Infinity, high + bound))
            {
                return false;
            }

            if (key.A == symbol && low > oldLow && !Narrow(key.B, low - bound, Infinity))
            {
                return false;
            }
        }

        return true;
    }

    // x != c at the end of x's range moves the end; the same for differences. Each round settles at least one of them for good.
    private bool Tighten()
    {
        if (_unequal.Count == 0)
        {
            return true;
        }

        for (var round = _unequal.Count; round >= 0; round--)
        {
            var moved = false;
            foreach (var (a, b, offset) in _unequal)
            {
                var left = new Value(a, 0);
                var right = new Value(b, offset);
                var upper = Upper(left, right);
                var lower = Upper(right, left);
                if (upper == 0 && lower == 0)
                {
                    return false;
                }

                if (upper == 0 || lower == 0)
                {
                    moved = true;
                    if (!(upper == 0 ? Tie(left, right, -1) : Tie(right, left, -1)))
                    {
                        return false;
                    }
                }
            }

            if (!moved)
            {
                break;
            }
        }

        return true;
    }
}
