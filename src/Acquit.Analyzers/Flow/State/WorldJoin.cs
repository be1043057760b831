using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Flow.Contents;
using Acquit.Analyzers.Flow.Locks;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Flow;

/// <summary>
/// Merges worlds that hold the same resources. What differs in value is given a new symbol, and two places that differ in step
/// keep their distance: a loop's counter and the first element not yet released, say.
/// </summary>
internal sealed class WorldJoin
{
    /// <summary>Numbers that are farther apart than this are not told from what is between them.</summary>
    private const int MaxStates = 16;

    private readonly SymbolTable _symbols;
    private readonly SymbolSet _shared = new();
    private readonly SymbolSet _live = new();

    public WorldJoin(SymbolTable symbols) => _symbols = symbols;

    /// <summary>The merged world; null when it says the same as the old one.</summary>
    /// <param name="where">What the new symbols belong to: a block, in one continuation.</param>
    /// <param name="widen">Give up bounds that keep moving, so that the fixpoint ends.</param>
    /// <param name="limits">Numbers that a moving bound may stop at.</param>
    /// <param name="atHead">A loop begins here: what was read in it is read again.</param>
    public World? Join(World old, World @new, object where, bool widen, IReadOnlyCollection<long>? limits = null, bool atHead = false)
    {
        if (!atHead)
        {
            ReadInBoth(old, @new);
            ReadInBoth(@new, old);
        }

        _shared.Clear();
        _live.Clear();
        var merge = new Merge(_symbols, old, @new, where, widen, limits ?? Array.Empty<long>(), _shared, _live);
        var result = merge.Run();
        return merge.Same(result) ? null : result;
    }

    // A number or flag that only one of them has read is called by the same name in the other, where that speaks of nothing by it.
    private void ReadInBoth(World reader, World other)
    {
        HashSet<int>? spokenOf = null;
        foreach (var pair in reader.Places)
        {
            if (pair.Key.Kind != PlaceKind.Member || other.Places.ContainsKey(pair.Key) || !IsRead(pair.Key, pair.Value))
            {
                continue;
            }

            spokenOf ??= new HashSet<int>(other.Facts.Symbols.Concat(other.Places.Select(p => p.Value.Symbol)).Concat(other.Resources.SelectMany(r => r.Symbols)));
            if (!spokenOf.Contains(pair.Value.Symbol))
            {
                other.Places[pair.Key] = pair.Value;
            }
        }
    }

    private bool IsRead(Place place, Value value) =>
        value.Offset == 0 && _symbols[value.Symbol] is { Origin: Origin.Member, Member: { } member } read && read.Base == place.Base &&
        Evaluator.TypeOf(member) is { } type && Summaries.OnlyAnswers.IsNumber(type) && _symbols[place.Base.Symbol].Origin is Origin.Zero or Origin.This or Origin.Parameter;

    private sealed class Merge
    {
        private readonly SymbolTable _symbols;
        private readonly World _old;
        private readonly World _new;
        private readonly object _where;
        private readonly bool _widen;
        private readonly IReadOnlyCollection<long> _limits;
        private Facts _oldFacts;
        private Facts _newFacts;
        private readonly List<(Value Old, Value New, int Result)> _results = new();
        private readonly HashSet<int> _resultIds = new();

        // Members and elements of what was given a new symbol.
        private readonly List<(Value Old, Value New, int Result)> _parts = new();
        private readonly List<(Value Old, Value New, Value Result)> _enumerators = new();
        private readonly SymbolSet _shared;
        private readonly SymbolSet _live;

        public Merge(SymbolTable symbols, World old, World @new, object where, bool widen, IReadOnlyCollection<long> limits, SymbolSet shared, SymbolSet live)
        {
            _shared = shared;
            _live = live;
            _symbols = symbols;
            _old = old;
            _new = @new;
            _where = where;
            _widen = widen;
            _limits = limits;
            _oldFacts = old.Facts;
            _newFacts = @new.Facts;
        }

        public World Run()
        {
            var places = new List<Place>(_old.Places.Count);
            foreach (var pair in _old.Places)
            {
                if (_new.Places.ContainsKey(pair.Key))
                {
                    places.Add(pair.Key);
                }
            }

            var pairs = Pairs();
            foreach (var place in places)
            {
                AddShared(place.Base.Symbol);
                AddShared(place.Index.Symbol);
                if (_old.Places[place] == _new.Places[place])
                {
                    AddShared(_old.Places[place].Symbol);
                }
            }

            foreach (var (a, b) in pairs.Concat(EntrustedPairs()))
            {
                AddSharedBy(a, b);
            }

            var result = new World(places.Count) { LastNode = _old.LastNode, ExitNode = _old.ExitNode };
            foreach (var place in places)
            {
                result.Places[place] = SameNumber(_old.Places[place], _new.Places[place]) ?? Map(_old.Places[place], _new.Places[place], place);
            }

            foreach (var (a, b) in pairs)
            {
                result.Resources.Add(Map(a, b));
            }

            foreach (var (a, b, enumerator) in _enumerators)
            {
                if (_old.Places.TryGetValue(Place.Position(a), out var x) && _new.Places.TryGetValue(Place.Position(b), out var y))
                {
                    result.Places[Place.Position(enumerator)] = SameNumber(x, y) ?? Map(x, y, Place.Position(enumerator));
                }
            }

            result.Entrusted = EntrustedPairs().Select(p => Map(p.Old, p.New)).ToImmutableArray();
            MapElements(result);
            LoseMovedAddresses(places, result);
            foreach (var place in result.Places)
            {
                AddLive(place.Value.Symbol);
                AddLive(place.Key.Base.Symbol);
                AddLive(place.Key.Index.Symbol);
            }

            foreach (var resource in result.Entrusted.IsEmpty ? result.Resources : result.Resources.Concat(result.Entrusted))
            {
                foreach (var symbol in resource.Symbols)
                {
                    AddLive(symbol);
                }
            }

            foreach (var given in _old.GivenBack)
            {
                AddLive(given.Key.Symbol);
                AddLive(given.Count?.Symbol ?? 0);
                foreach (var symbol in given.Pending?.Symbols ?? Enumerable.Empty<int>())
                {
                    AddLive(symbol);
                }
            }

            result.Published = _old.Published.Union(_new.Published);
            result.Pristine = StillPristine();
            result.Retold = Retellings.Join(_old, _new, _results);
            result.Settled = _old.Settled.Union(_new.Settled);
            result.GivenBack = _old.GivenBack.SequenceEqual(_new.GivenBack)
                ? _old.GivenBack
                : _old.GivenBack.Union(_new.GivenBack).Select(g => g with { IsUnclear = true }).Distinct().ToImmutableList();
            if (_resultIds.Count > 0)
            {
                // A counter is another number in every round, and what was given up by it is not what it finds now.
                GivenUp.LoseSight(result, s => _symbols.RestsOn(s, _resultIds.Contains));
            }

            ContentNotes.Join(_old, _new, result, AddLive, s => _symbols.RestsOn(s, _resultIds.Contains));
            result.Keepings = Collections.Keepings.Join(_old, _new, result, _symbols);
            FollowLengths();
            result.ReplaceFacts(JoinFacts());
            result.Inherit(_old);
            return result;
        }

        public bool Same(World result) =>
            result.Places.Count == _old.Places.Count &&
            result.Places.All(p => _old.Places.TryGetValue(p.Key, out var value) && value == p.Value) &&
            result.Resources.SequenceEqual(_old.Resources) &&
            result.Entrusted.SequenceEqual(_old.Entrusted) &&
            result.Published.Count == _old.Published.Count &&
            result.Pristine.Count == _old.Pristine.Count &&
            result.Retold.Count == _old.Retold.Count &&
            result.GivenBack.SequenceEqual(_old.GivenBack) &&
            ContentNotes.AreSame(result.Contents, _old.Contents) &&
            ContentNotes.AreSame(result.Leads, _old.Leads) &&
            Collections.Keepings.AreSame(result.Keepings, _old.Keepings) &&
            result.Facts.SameAs(_old.Facts);

        // What is one thing here and another there may be changed under a third name.
        private ImmutableHashSet<int> StillPristine()
        {
            var both = _old.Pristine.Intersect(_new.Pristine);
            return both.IsEmpty ? both : both.Except(_results.SelectMany(r => new[] { r.Old.Symbol, r.New.Symbol }));
        }

        // Resources of both, in the old one's order. A gathered array that one side lacks is empty there; anything else that
        // one side lacks (when worlds are merged by force) is unknown.
        private List<(Resource Old, Resource New)> Pairs()
        {
            static bool Match(Resource a, Resource b) => a.Site == b.Site && a.Instance == b.Instance && a.Gathered == b.Gathered;
            static Resource Missing(Resource r, World there, World here) =>
                !(r.Gathered && r.IsLive) ? r with { Unsure = true }
                : Gathering.IsFromTheEnd(r, there, here) ? r with { Low = r.High }
                : r with { High = r.Low };

            var pairs = new List<(Resource, Resource)>();
            foreach (var a in _old.Resources)
            {
                pairs.Add((a, _new.Resources.FirstOrDefault(b => Match(a, b)) ?? Missing(a, _old, _new)));
            }

            foreach (var b in _new.Resources)
            {
                if (!_old.Resources.Any(a => Match(a, b)))
                {
                    pairs.Add((Missing(b, _new, _old), b));
                }
            }

            return pairs;
        }

        // All worlds of a body have the same, in the same order.
        private IEnumerable<(Resource Old, Resource New)> EntrustedPairs() => _old.Entrusted.Zip(_new.Entrusted, (a, b) => (a, b));

        private Resource Map(Resource a, Resource b)
        {
            var slot = (a.Site.Index * 8) + a.Instance;
            var key = Map(a.Key, b.Key, (slot, "key"));
            var low = Map(a.Low, b.Low, (slot, "low"));
            var high = Map(a.High, b.High, (slot, "high"));
            var unsure = a.Unsure || b.Unsure || a.Status != b.Status;
            var requested = a.Requested.SequenceEqual(b.Requested) ? a.Requested
                : a.Requested.Length == b.Requested.Length
                    ? SameOr(a.Requested, a.Requested.Zip(b.Requested, (x, y) => (x, y)).Select((p, i) => Map(p.x, p.y, (slot, i))).ToImmutableArray())
                    : ImmutableArray<Value>.Empty;
            var conditions = a.Conditions;
            if (!a.Conditions.SequenceEqual(b.Conditions))
            {
                var mapped = a.Conditions.Zip(b.Conditions, (x, y) => Map(x, y, slot)).ToList();
                unsure |= a.Conditions.Length != b.Conditions.Length || mapped.Contains(null);
                conditions = unsure ? ImmutableArray<Formula>.Empty : mapped.Select(m => m!).ToImmutableArray();
                if (conditions.SequenceEqual(a.Conditions))
                {
                    conditions = a.Conditions;
                }
            }

            var pending = Equals(a.PendingRelease, b.PendingRelease) ? a.PendingRelease
                : a.PendingRelease is { } x && b.PendingRelease is { } y ? Map(x, y, slot)
                : null;
            unsure |= pending is null && (a.PendingRelease ?? b.PendingRelease) is not null;
            var keeping = Equals(a.PendingEscape, b.PendingEscape) ? a.PendingEscape
                : a.PendingEscape is { } k && b.PendingEscape is { } l ? Map(k, l, (slot, "kept"))
                : null;
            unsure |= a.Misrelease != b.Misrelease;
            return a with
            {
                Key = key,
                Low = low,
                High = high,
                Requested = requested,
                Conditions = conditions,
                PendingRelease = pending,
                Unsure = unsure,
                PendingEscape = keeping,
                Escaped = a.Escaped || b.Escaped || (keeping is null && (a.PendingEscape ?? b.PendingEscape) is not null),
                Stored = a.Stored || b.Stored,
                StoredIn = SymbolEqualityComparer.Default.Equals(a.StoredIn, b.StoredIn) ? a.StoredIn : null,
                LeftToField = (a.LeftToField || !a.Escaped) && (b.LeftToField || !b.Escaped) && (a.LeftToField || b.LeftToField),
                LeftTo = a.LeftTo == b.LeftTo ? a.LeftTo : null,
                Reported = a.Reported || b.Reported,
                Shrunk = a.Shrunk || b.Shrunk,
                Whole = (a.Shrunk || b.Shrunk) && a.WholeSoFar == b.WholeSoFar ? a.WholeSoFar : null,
                TakenAgain = a.TakenAgain || b.TakenAgain,
                Visited = a.Visited || b.Visited,
                Sparse = a.Sparse || b.Sparse,
                Moved = a.Moved || b.Moved,
                LastReleased = a.LastReleased == b.LastReleased ? a.LastReleased : null,
                Asked = a.Asked == b.Asked ? a.Asked : null,
                PartlyReleasedAt = a.PartlyReleasedAt ?? b.PartlyReleasedAt,
                ReleasedAt = a.ReleasedAt ?? b.ReleasedAt,
                CopyLeft = a.CopyLeft == b.CopyLeft ? a.CopyLeft : null,
                AcquiredAt = a.AcquiredAt ?? b.AcquiredAt,
                Lent = LentIn(a, b),
                Content = Content.Join(a.Content, b.Content),
            };
        }

        // An array equals itself only: one that says the same would look like news in every round.
        private static ImmutableArray<Value> SameOr(ImmutableArray<Value> known, ImmutableArray<Value> mapped) =>
            mapped.SequenceEqual(known) ? known : mapped;

        // What one of two calls said, when both are told by one variable, the variable says.
        private ImmutableArray<Value> LentIn(Resource a, Resource b)
        {
            if (a.Lent.IsEmpty && b.Lent.IsEmpty)
            {
                return a.Lent;
            }

            var lent = a.Lent.Union(b.Lent)
                .Union(_results.Where(r => a.Lent.Contains(r.Old) || b.Lent.Contains(r.New)).Select(r => new Value(r.Result, 0)))
                .OrderBy(v => v.Symbol).ThenBy(v => v.Offset).ToImmutableArray();
            foreach (var value in lent)
            {
                AddLive(value.Symbol);
            }

            return lent.SequenceEqual(a.Lent) ? a.Lent : lent;
        }

        private Formula? Map(Formula a, Formula b, object slot) => (a, b) switch
        {
            _ when a == b => a,
            (Comparison x, Comparison y) when x.Operator == y.Operator =>
                new Comparison(x.Operator, Map(x.Left, y.Left, (slot, x.Operator, 0)), Map(x.Right, y.Right, (slot, x.Operator, 1))),
            (Negation x, Negation y) => Map(x.Operand, y.Operand, slot) is { } inner ? new Negation(inner) : null,
            (HeldTest x, HeldTest y) when x.Kind == y.Kind => new HeldTest(Map(x.Key, y.Key, (slot, x.Kind)), x.Kind),
            _ => null,
        };

        // The same number on both sides, however it is known: worlds are told apart by what variables are.
        private Value? SameNumber(Value a, Value b)
        {
            var number = Number(_old.Facts, a);
            return a != b && number is { } same && number == Number(_new.Facts, b) ? Value.Constant(same) : null;
        }

        private static long? Number(Facts facts, Value value)
        {
            var (low, high) = facts.Interval(value.Symbol);
            return low == high ? low + value.Offset : null;
        }

        private Value Map(Value a, Value b, object slot)
        {
            if (a == b)
            {
                return a;
            }

            foreach (var (x, y, known) in _results)
            {
                if (a.Symbol == x.Symbol && b.Symbol == y.Symbol && a.Offset - x.Offset == b.Offset - y.Offset)
                {
                    return new Value(known, a.Offset - x.Offset);
                }
            }

            if (a.Offset == 0 && b.Offset == 0 && _symbols[a.Symbol].Formula is { } left && _symbols[b.Symbol].Formula is { } right &&
                Map(left, right, slot) is { } formula)
            {
                return new Value(_symbols.Boolean(formula), 0);
            }

            if (a.Offset == b.Offset && _symbols[a.Symbol] is var first && _symbols[b.Symbol] is var second && IsAlike(first, second))
            {
                // The same member of different things is that member of whatever those things become.
                var @base = Map(first.Base, second.Base, (slot, "base"));
                var index = Map(first.Index, second.Index, (slot, "index"));
                var part = _symbols.Get(first.Origin, first.Subject, first.Member, @base, index, first.Variant, first.Length);
                _parts.Add((new Value(a.Symbol, 0), new Value(b.Symbol, 0), part));
                return new Value(part, a.Offset);
            }

            if (a.Offset == 0 && b.Offset == 0 && _symbols[a.Symbol] is { Origin: Origin.Slice, Length: { } oneLength } one &&
                _symbols[b.Symbol] is { Origin: Origin.Slice, Length: { } otherLength } other && one.Base == other.Base && one.Index == other.Index)
            {
                // Parts of one thing from the same place on are the part of whatever length they have by then.
                var length = Map(oneLength, otherLength, (slot, "length"));
                var slice = _symbols.Get(Origin.Slice, length, @base: one.Base, index: one.Index, length: length);
                _parts.Add((a, b, slice));
                return new Value(slice, 0);
            }

            if (a.Offset == 0 && b.Offset == 0 && _symbols[a.Symbol] is { Origin: Origin.Enumerator } walk && _symbols[b.Symbol] is { Origin: Origin.Enumerator } otherWalk &&
                Equals(walk.Subject, otherWalk.Subject))
            {
                // It goes over what there is then; how far it has come is a place of its own.
                var over = Map(walk.Base, otherWalk.Base, (slot, "base"));
                var enumerator = new Value(_symbols.Get(Origin.Enumerator, walk.Subject, @base: over), 0);
                _parts.Add((a, b, enumerator.Symbol));
                _enumerators.Add((a, b, enumerator));
                return enumerator;
            }

            var id = 0;
            var subject = ChangedFlags.Joined(_symbols[a.Symbol], _symbols[b.Symbol], (_where, slot));
            for (var generation = 0; ; generation++)
            {
                id = _symbols.Get(Origin.Join, subject, variant: generation);
                if (!_shared.Contains(id) && !_resultIds.Contains(id))
                {
                    break;
                }
            }

            _results.Add((a, b, id));
            _resultIds.Add(id);
            return new Value(id, 0);
        }

        private static bool IsAlike(SymbolInfo a, SymbolInfo b) =>
            a.Origin == b.Origin && a.Origin is Origin.Member or Origin.Element or Origin.Unsigned && Equals(a.Subject, b.Subject) &&
            a.Variant == b.Variant && Microsoft.CodeAnalysis.SymbolEqualityComparer.Default.Equals(a.Member, b.Member) && a.Length is null && b.Length is null;

        private void AddSharedBy(Resource a, Resource b)
        {
            Add(a.Key, b.Key);
            Add(a.Low, b.Low);
            Add(a.High, b.High);
            Add(a.LastReleased ?? Value.Zero, b.LastReleased ?? Value.Zero);
            Add(a.Asked ?? Value.Zero, b.Asked ?? Value.Zero);
            if (a.WholeSoFar is { } x && b.WholeSoFar is { } y)
            {
                Add(x.Low, y.Low);
                Add(x.High, y.High);
            }

            for (var i = 0; i < Math.Min(a.Requested.Length, b.Requested.Length); i++)
            {
                Add(a.Requested[i], b.Requested[i]);
            }

            void Add(Value one, Value other)
            {
                if (one == other)
                {
                    AddShared(one.Symbol);
                }
            }
        }

        private void AddShared(int symbol)
        {
            if (symbol != 0 && _shared.Add(symbol))
            {
                foreach (var part in _symbols[symbol].Parts)
                {
                    AddShared(part);
                }
            }
        }

        private void AddLive(int symbol)
        {
            if (symbol != 0 && _live.Add(symbol))
            {
                foreach (var part in _symbols[symbol].Parts)
                {
                    AddLive(part);
                }
            }
        }

        // Of arrays that meet, what is known of both lengths is known of the one that there is then.
        private void FollowLengths()
        {
            foreach (var (a, b, id) in _results)
            {
                if (_symbols.KnownLengthOf(a) is { } one && _symbols.KnownLengthOf(b) is { } other)
                {
                    _parts.Add((one, other, _symbols.LengthOf(new Value(id, 0)).Symbol));
                }
            }
        }

        // A pointer that walks through its block in a loop: whether it is back at the start when it is freed is not followed.
        private void LoseMovedAddresses(List<Place> places, World result)
        {
            foreach (var place in places)
            {
                var (a, b) = (_old.Places[place], _new.Places[place]);
                if (a.Symbol != 0 && a.Symbol == b.Symbol && a.Offset != b.Offset)
                {
                    result.Change(r => r.Key.Symbol == a.Symbol, r => r with { Escaped = true, LeftTo = null });
                }
            }
        }

        // pages[i] with i one thing here and another there is still pages[i].
        private void MapElements(World result)
        {
            foreach (var place in _old.Places.Keys.Where(p => p.Kind == PlaceKind.Element && !_new.Places.ContainsKey(p)))
            {
                foreach (var (a, b, id) in _results.ToArray())
                {
                    if (place.Index.Symbol != a.Symbol)
                    {
                        continue;
                    }

                    var offset = place.Index.Offset - a.Offset;
                    if (_new.Places.TryGetValue(Place.Element(place.Base, b + offset), out var value))
                    {
                        result.Places[Place.Element(place.Base, new Value(id, offset))] = Map(_old.Places[place], value, (place.Base, id, offset));
                        break;
                    }
                }
            }
        }

        // Facts are kept about what can still be spoken of, and means the same on both sides.
        private bool IsKept(int symbol)
        {
            if (symbol == 0)
            {
                return true;
            }

            if (_resultIds.Contains(symbol))
            {
                return false;
            }

            var info = _symbols[symbol];
            switch (info.Origin)
            {
                case Origin.This or Origin.Parameter or Origin.Text or Origin.Ambient:
                    return true;
                case Origin.Member or Origin.Element or Origin.Term or Origin.Slice or Origin.Unsigned or Origin.Boolean:
                    return AreKept(_symbols[symbol].Parts);
                default:
                    return _live.Contains(symbol);
            }
        }

        private bool AreKept(int[] symbols)
        {
            foreach (var symbol in symbols)
            {
                if (!IsKept(symbol))
                {
                    return false;
                }
            }

            return true;
        }

        private Facts JoinFacts()
        {
            if (_results.Count > 0)
            {
                _oldFacts = WithRanges(_old.Facts, _new.Facts);
                _newFacts = WithRanges(_new.Facts, _old.Facts);
            }

            var facts = new Facts(_oldFacts.Bounded.Count);
            var kept = _oldFacts.Symbols.Where(s => s != 0 && IsKept(s)).ToList();
            facts.ChooseAsIn(_oldFacts, _newFacts, IsKept);
            foreach (var symbol in kept)
            {
                var value = new Value(symbol, 0);
                SetInterval(facts, symbol, value, value);
            }

            foreach (var merged in _results)
            {
                SetInterval(facts, merged.Result, merged.Old, merged.New);
                SetHoles(facts, merged);
            }

            foreach (var (a, b) in _oldFacts.Differences)
            {
                if (IsKept(a) && IsKept(b))
                {
                    SetDifference(facts, a, new Value(a, 0), new Value(a, 0), b, new Value(b, 0), new Value(b, 0));
                }
            }

            var others = _results.Count == 0
                ? _results
                : kept.Select(s => (Old: new Value(s, 0), New: new Value(s, 0), Result: s)).Concat(_results).ToList();
            foreach (var r in _results)
            {
                foreach (var other in others)
                {
                    if (other.Result == r.Result)
                    {
                        continue;
                    }

                    SetDifference(facts, r.Result, r.Old, r.New, other.Result, other.Old, other.New);
                    SetDifference(facts, other.Result, other.Old, other.New, r.Result, r.Old, r.New);
                }

                SetThere(facts, r);
            }

            foreach (var part in _parts)
            {
                SetInterval(facts, part.Result, part.Old, part.New);
                SetThere(facts, part);
            }

            foreach (var (a, b, offset) in _oldFacts.Unequal)
            {
                if (IsKept(a) && IsKept(b) &&
                    _newFacts.Evaluate(TestOperator.NotEqual, new Value(a, 0), new Value(b, offset)) == Truth.True)
                {
                    facts.SetUnequal(a, b, offset);
                }
            }

            facts.KeepApart(_oldFacts, _newFacts, MayTellApart, IsText, isNew: !_widen);
            return facts;
        }

        // That a comparison came out true tells no more than what is compared does.
        private bool MayTellApart(int symbol) => IsKept(symbol) && _symbols[symbol] is not { Origin: Origin.Boolean, Formula: Comparison };

        private bool IsText(int symbol) => _symbols[symbol].Origin == Origin.Text;

        // A length that one side has not looked at is no less than nothing there, either.
        private Facts WithRanges(Facts facts, Facts others)
        {
            var complete = facts;
            foreach (var symbol in others.Symbols)
            {
                if (symbol != 0 && _symbols.IsNeverNegative(symbol) && facts.Interval(symbol).Low < 0)
                {
                    complete = complete == facts ? facts.Clone() : complete;
                    complete.Assume(TestOperator.GreaterOrEqual, new Value(symbol, 0), Value.Zero);
                }
            }

            return complete;
        }

        // Not null on either side.
        private void SetThere(Facts facts, (Value Old, Value New, int Result) merged)
        {
            if (_oldFacts.Evaluate(TestOperator.NotEqual, merged.Old, Value.Zero) == Truth.True &&
                _newFacts.Evaluate(TestOperator.NotEqual, merged.New, Value.Zero) == Truth.True)
            {
                facts.SetUnequal(merged.Result, 0, 0);
            }
        }

        // What is neither on the one side nor on the other: a state that is the first here and the last there is none in between.
        private void SetHoles(Facts facts, (Value Old, Value New, int Result) merged)
        {
            var low = Math.Min(-_oldFacts.Upper(Value.Zero, merged.Old), -_newFacts.Upper(Value.Zero, merged.New));
            var high = Math.Max(_oldFacts.Upper(merged.Old, Value.Zero), _newFacts.Upper(merged.New, Value.Zero));
            if (low <= -Facts.Infinity || high >= Facts.Infinity || high - low > MaxStates)
            {
                return;
            }

            for (var between = low + 1; between < high; between++)
            {
                if (_oldFacts.Evaluate(TestOperator.NotEqual, merged.Old, Value.Constant(between)) == Truth.True &&
                    _newFacts.Evaluate(TestOperator.NotEqual, merged.New, Value.Constant(between)) == Truth.True)
                {
                    facts.SetUnequal(merged.Result, 0, between);
                }
            }
        }

        private void SetInterval(Facts facts, int symbol, Value a, Value b)
        {
            var (oldLow, oldHigh) = (-_oldFacts.Upper(Value.Zero, a), _oldFacts.Upper(a, Value.Zero));
            var (newLow, newHigh) = (-_newFacts.Upper(Value.Zero, b), _newFacts.Upper(b, Value.Zero));
            facts.SetInterval(
                symbol,
                newLow >= oldLow ? oldLow : _widen ? LimitBelow(newLow) : newLow,
                newHigh <= oldHigh ? oldHigh : _widen ? LimitAbove(newHigh) : newHigh);
        }

        // A counter that is tested against a number stops there, or one behind it.
        private long LimitBelow(long low) =>
            _limits.SelectMany(l => new[] { l, l - 1 }).Where(l => l <= low).DefaultIfEmpty(-Facts.Infinity).Max();

        private long LimitAbove(long high) =>
            _limits.SelectMany(l => new[] { l, l + 1 }).Where(l => l >= high).DefaultIfEmpty(Facts.Infinity).Min();

        private void SetDifference(Facts facts, int x, Value xOld, Value xNew, int y, Value yOld, Value yNew)
        {
            var oldBound = _oldFacts.Upper(xOld, yOld);
            var newBound = _newFacts.Upper(xNew, yNew);
            var bound = newBound <= oldBound ? oldBound : _widen ? Facts.Infinity : newBound;
            facts.SetDifference(x, y, bound);
        }
    }
}
