using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Flow.Contents;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Flow;

/// <summary>Tells which worlds may be merged: those of the same signature. Of one body.</summary>
internal sealed class WorldSignatures
{
    // Where a part begins that not every world has. Nothing else in a signature is that small.
    private const long Next = long.MinValue;

    // Stands for all errors that are not known more closely.
    private const long SomeError = long.MinValue + 1;

    private readonly SymbolTable _symbols;
    private readonly Parts _parts = new();
    private readonly Dictionary<string, int> _kinds = new(StringComparer.Ordinal);

    private readonly bool _ofCaller;

    /// <param name="symbols">The symbols of the body.</param>
    /// <param name="ofCaller">Worlds are kept apart by which of the caller's things a variable stands for: what is done with it is done with that.</param>
    public WorldSignatures(SymbolTable symbols, bool ofCaller) => (_symbols, _ofCaller) = (symbols, ofCaller);

    /// <param name="rounds">The loop that begins at the block, if one does.</param>
    /// <returns>The signature; it lasts until the next one is asked for.</returns>
    public ReadOnlySpan<long> Of(World world, int block, Loops? rounds, bool withConstants)
    {
        var atLoopHead = rounds is not null;
        _parts.Clear();
        AddResources(world, block, rounds);
        AddGivenBack(world);
        AddContents(world);
        AddPublished(world);
        _parts.Add(atLoopHead ? ArraysNotMade(world) : 0);
        _parts.Add(withConstants ? Constants(world) : 0);
        _parts.Add(_ofCaller && !atLoopHead ? ThingsOfCaller(world) : 0);
        AddKeepings(world);
        return _parts.All;
    }

    private void AddResources(World world, int block, Loops? rounds)
    {
        foreach (var resource in world.Entrusted.IsEmpty ? InOrder(world.Resources) : InOrder(world.Resources).Concat(world.Entrusted))
        {
            // What its rounds have put into an array is not there in the first one.
            if (rounds?.Fills(block, resource) == true)
            {
                continue;
            }

            _parts.Add(((long)resource.Site.Index << 32) | (uint)resource.Instance);
            _parts.Add(StateOf(resource, resource.Shrunk && rounds?.Shrinks(block, resource) != true));
            if (resource is { IsLive: true, Unsure: false } and ({ Escaped: false } or { LeftTo: not null }))
            {
                _parts.Add(Holders(resource, world));
                if (resource.Site.Clause.Lifo)
                {
                    _parts.Add(world.Resources.IndexOf(resource));
                }
            }
        }
    }

    private static long StateOf(Resource resource, bool isShrunk) =>
        ((long)resource.Status << 32) | ((long)(resource.Content?.Differences ?? 0xff) << 16) |
        (resource.Gathered ? 1L : 0) |
        (resource.Escaped ? 2L : resource.Stored ? 4 : 0) |
        (resource.Unsure ? 8L : 0) |
        (resource.Reported ? 16L : 0) |
        (resource.PendingRelease is null ? 0 : 32L) |
        (resource.PendingEscape is null ? 0 : 64L) |
        (resource.PartlyReleasedAt is null ? 0 : 128L) |
        (resource.Misrelease is null ? 0 : 512L) |
        (resource.MayBeGone ? 1024L : 0) |
        (resource.CalledOffAt is null ? 0 : 2048L) |
        (isShrunk ? 256L : 0);

    // Worlds in which different places hold it are kept apart.
    private static long Holders(Resource resource, World world)
    {
        long holders = 0;
        foreach (var pair in world.Places)
        {
            if (pair.Value.Symbol == resource.Key.Symbol)
            {
                holders += pair.Key.GetHashCode();
            }
        }

        return holders;
    }

    private void AddGivenBack(World world)
    {
        _parts.Add(Next);
        foreach (var given in world.GivenBack)
        {
            _parts.Add(((long)KindOf(given.Clause.Kind) << 8) | (given.Count is null ? 0 : 1L) | (given.UnlessNull ? 2L : 0) | (given.Pending is null ? 0 : 4L) | (given.IsTwice ? 8L : 0));
            Add(given.Key);
            Add(given.Low);
            Add(given.Count ?? Value.Zero);
        }
    }

    private void AddContents(World world)
    {
        _parts.Add(Next);
        if (world.Contents.IsEmpty)
        {
            return;
        }

        foreach (var pair in world.Contents.OrderBy(p => p.Key.Symbol).ThenBy(p => p.Key.Offset))
        {
            // What may have been written or marked is the same as what was not looked at: nobody will rely on either.
            if (pair.Value is not { WrittenAt: null, Marking: not Marking.Yes, PendingAccess: null, PendingMark: null })
            {
                Add(pair.Key);
                _parts.Add(pair.Value.Differences);
            }
        }
    }

    // What the caller gave and others may keep by now.
    private void AddPublished(World world)
    {
        _parts.Add(Next);
        if (!world.Published.IsEmpty)
        {
            foreach (var published in world.Published.Where(p => _symbols[p].Origin is Origin.Parameter or Origin.This).OrderBy(p => p))
            {
                _parts.Add(published);
            }
        }

        _parts.Add(Next);
    }

    // In which collections something is that nobody else knows of.
    private void AddKeepings(World world)
    {
        foreach (var pair in world.Keepings.IsEmpty ? Enumerable.Empty<KeyValuePair<int, Collections.Keeping>>() : world.Keepings.Where(k => k.Value.Held is not null).OrderBy(k => k.Key))
        {
            _parts.Add(pair.Key);
            _parts.Add(pair.Value.Held!.Site.Index);
        }
    }

    // What a loop has put into an array that it makes on demand is not the same as no array.
    private long ArraysNotMade(World world)
    {
        long places = 0;
        foreach (var pair in world.Places)
        {
            if (pair.Key.Kind == PlaceKind.Variable && pair.Value == Value.Zero && _symbols.Interned(pair.Key.Id) is ILocalSymbol { Type.TypeKind: TypeKind.Array })
            {
                places += pair.Key.GetHashCode();
            }
        }

        return places;
    }

    private static long Constants(World world)
    {
        long constants = 0;
        foreach (var pair in world.Places)
        {
            if (pair.Key.Kind is PlaceKind.Variable or PlaceKind.Capture && pair.Value.IsConstant)
            {
                constants += Held(pair.Key, pair.Value.Offset);
            }
            else if (pair.Key.Kind == PlaceKind.Capture && IsError(pair.Value, world))
            {
                constants += Held(pair.Key, SomeError);
            }
        }

        return constants;
    }

    // One arm of a condition yields an error that a call has answered, the other does not.
    private static bool IsError(Value value, World world) => world.Resources.Count > 0 && world.Facts.Interval(value.Symbol).High < -value.Offset;

    private long ThingsOfCaller(World world)
    {
        long things = 0;
        foreach (var pair in world.Places)
        {
            if (pair.Key.Kind is PlaceKind.Variable or PlaceKind.Capture && pair.Value is { IsConstant: false, Offset: 0 } && IsThingOfCaller(_symbols[pair.Value.Symbol]))
            {
                things += Held(pair.Key, pair.Value.Symbol);
            }
        }

        return things;
    }

    // Numbers of which many are computed are none.
    private bool IsThingOfCaller(SymbolInfo symbol) => symbol switch
    {
        { Origin: Origin.Parameter, Member: IParameterSymbol parameter } => IsOfThings(parameter.Type),
        { Origin: Origin.Member, Member: IFieldSymbol field, Base: { Offset: 0, Symbol: var holder } } => IsOfThings(field.Type) && _symbols[holder].Origin is Origin.Parameter or Origin.This,
        _ => false,
    };

    private static bool IsOfThings(ITypeSymbol type) =>
        type.TypeKind is not TypeKind.Enum && type.SpecialType is not (>= SpecialType.System_Boolean and <= SpecialType.System_UInt32 or SpecialType.System_Single or SpecialType.System_Double or SpecialType.System_String);

    // Two places that hold each other's come to something else, though they are summed up.
    private static long Held(Place place, long number) => unchecked(((place.GetHashCode() * 1000003L) + 1) * (number + 7919));

    private void Add(Value value)
    {
        _parts.Add(value.Symbol);
        _parts.Add(value.Offset);
    }

    private int KindOf(string kind)
    {
        if (!_kinds.TryGetValue(kind, out var number))
        {
            _kinds.Add(kind, number = _kinds.Count);
        }

        return number;
    }

    private static IEnumerable<Resource> InOrder(List<Resource> resources) => resources.Count <= 1
        ? resources
        : resources.OrderBy(r => r.Site.Index).ThenBy(r => r.Instance).ThenBy(r => r.Gathered);

    // Most signatures are only compared: what they are made of is written to the same place again and again.
    private sealed class Parts
    {
        private long[] _numbers = new long[64];
        private int _count;

        public ReadOnlySpan<long> All => _numbers.AsSpan(0, _count);

        public void Clear() => _count = 0;

        public void Add(long number)
        {
            if (_count == _numbers.Length)
            {
                Array.Resize(ref _numbers, 2 * _count);
            }

            _numbers[_count++] = number;
        }
    }
}
