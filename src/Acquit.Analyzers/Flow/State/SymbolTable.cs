using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Flow;

/// <summary>Where a symbol came from.</summary>
internal enum Origin
{
    Zero,
    Parameter,
    This,

    /// <summary>The start value of a local, or of a variable of an enclosing method.</summary>
    Variable,

    /// <summary>What an operation yielded, of which nothing else is known.</summary>
    Result,

    /// <summary>What an acquiring call returned, or left in an out parameter.</summary>
    Acquired,

    NewObject,
    NewArray,

    /// <summary>A field or property of another value; stable until it is assigned.</summary>
    Member,

    /// <summary>An element of an array, span or list.</summary>
    Element,

    /// <summary>A part of an array or span: Base, Index (start) and Length.</summary>
    Slice,

    /// <summary>What leads into the thing that Base holds, and goes when that is released.</summary>
    View,

    /// <summary>The enumerator over Base; its position is a place.</summary>
    Enumerator,

    /// <summary>An operator applied to two values.</summary>
    Term,

    /// <summary>Different values met at a join.</summary>
    Join,

    /// <summary>A truth value with a formula.</summary>
    Boolean,

    Text,

    /// <summary>The one resource of a kind that has no value of its own.</summary>
    Ambient,

    /// <summary>The unsigned reading of a possibly negative Base.</summary>
    Unsigned,

    /// <summary>A number that tells whether something is held on Base; the subject says which.</summary>
    Telling,
}

/// <summary>All that is fixed about a symbol; what is known about it on a path stands in <see cref="Facts"/>.</summary>
internal sealed record SymbolInfo(int Id, Origin Origin)
{
    public ISymbol? Member { get; init; }

    public IOperation? Operation => Subject as IOperation;

    /// <summary>What tells symbols of one origin apart, with the variant: an operation, an operator, a text.</summary>
    public object? Subject { get; init; }

    public int Variant { get; init; }

    /// <summary>This symbol and every one its meaning rests on.</summary>
    public int[] Closure { get; init; } = Array.Empty<int>();

    /// <summary>The symbols that its meaning rests on directly.</summary>
    public int[] Parts { get; init; } = Array.Empty<int>();

    public Value Base { get; init; }

    public Value Index { get; init; }

    public Value? Length { get; init; }

    public Formula? Formula { get; init; }
}

/// <summary>The symbols of one method's analysis. The same origin always gets the same symbol, so that the fixpoint ends.</summary>
internal sealed class SymbolTable
{
    private const int MaxClosure = 48;

    private const string Some = "some";

    private const string Length = "length";

    private const string Address = "address";

    private readonly List<SymbolInfo> _infos = new() { new SymbolInfo(0, Origin.Zero) };
    private readonly Dictionary<Key, int> _ids = new();
    private readonly Dictionary<ISymbol, int> _interned = new(SymbolEqualityComparer.Default);
    private readonly List<ISymbol> _internedSymbols = new();
    private readonly Dictionary<Formula, int> _formulas = new();

    private readonly record struct Key(Origin Origin, object? Subject, int Member, Value Base, Value Index, int Variant);

    public SymbolInfo this[int id] => _infos[id];

    /// <summary>How many there are: one that comes later has this number or a larger one.</summary>
    public int Count => _infos.Count;

    public int Intern(ISymbol symbol)
    {
        // A member is the same one however its type is constructed, and however the elements of a tuple are named.
        symbol = symbol switch
        {
            IFieldSymbol field => (field.CorrespondingTupleField ?? field).OriginalDefinition,
            IPropertySymbol property => property.OriginalDefinition,
            _ => symbol,
        };
        if (!_interned.TryGetValue(symbol, out var id))
        {
            _internedSymbols.Add(symbol);
            id = _internedSymbols.Count;
            _interned.Add(symbol, id);
        }

        return id;
    }

    /// <summary>The constants that are not numbers, of one type each.</summary>
    public IEnumerable<SymbolInfo> Texts => _infos.Where(i => i.Origin == Origin.Text);

    /// <summary>The symbol behind a number that <see cref="Intern"/> gave.</summary>
    public ISymbol? Interned(int id) => id > 0 && id <= _internedSymbols.Count ? _internedSymbols[id - 1] : null;

    public int Get(
        Origin origin, object? subject = null, ISymbol? member = null, Value @base = default, Value index = default, int variant = 0,
        Value? length = null)
    {
        var key = new Key(origin, subject, member is null ? 0 : Intern(member), @base, index, variant);
        if (!_ids.TryGetValue(key, out var id))
        {
            id = _infos.Count;
            var parts = PartsOf(@base.Symbol, index.Symbol, length?.Symbol ?? 0);
            var closure = Closure(id, parts);
            var isOpaque = closure.Length == 1 && parts.Length > 0;
            _infos.Add(new SymbolInfo(id, origin)
            {
                Member = member,
                Subject = subject,
                Variant = variant,
                Base = isOpaque && origin == Origin.Term ? default : @base,
                Index = isOpaque && origin == Origin.Term ? default : index,
                Length = length,
                Closure = closure,
                Parts = isOpaque && origin == Origin.Term ? Array.Empty<int>() : parts,
            });
            _ids.Add(key, id);
        }

        return id;
    }

    public int Boolean(Formula formula)
    {
        if (!_formulas.TryGetValue(formula, out var id))
        {
            id = _infos.Count;
            var parts = formula.Symbols.ToArray();
            _infos.Add(new SymbolInfo(id, Origin.Boolean) { Formula = formula, Closure = Closure(id, parts), Parts = parts });
            _formulas.Add(formula, id);
        }

        return id;
    }

    /// <summary>Whether the meaning of a symbol rests on another (or is it).</summary>
    public bool RestsOn(int id, int other) => Array.IndexOf(_infos[id].Closure, other) >= 0;

    /// <summary>Whether the meaning of a symbol rests on one that satisfies the test (or is it).</summary>
    public bool RestsOn(int id, Func<int, bool> test)
    {
        foreach (var part in _infos[id].Closure)
        {
            if (test(part))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a number is no less than zero by what it is: a length, or something that has no sign.</summary>
    public bool IsNeverNegative(int id) => _infos[id] switch
    {
        { Origin: Origin.Member, Subject: Length } or { Origin: Origin.Unsigned } => true,
        { Origin: Origin.Parameter, Member: IParameterSymbol { Type.SpecialType: SpecialType.System_Byte or SpecialType.System_UInt16 or SpecialType.System_UInt32 or SpecialType.System_UInt64 } } => true,
        _ => false,
    };

    /// <summary>The number of elements of an array, span or slice.</summary>
    public Value LengthOf(Value array) => _infos[array.Symbol].Length ?? new Value(Get(Origin.Member, Length, @base: array), 0);

    /// <summary>The same, where it has been asked for.</summary>
    public Value? KnownLengthOf(Value array) =>
        _infos[array.Symbol].Length ?? (_ids.TryGetValue(new Key(Origin.Member, Length, 0, array, default, 0), out var id) ? new Value(id, 0) : null);

    /// <summary>A nullable that has a number in it: even nought is not null there.</summary>
    public Value Wrap(Value number) => new(Get(Origin.Term, Some, @base: number), 0);

    /// <summary>The number in a nullable that has one for sure; anything else is itself.</summary>
    public Value Unwrapped(Value value) => value.Offset == 0 && _infos[value.Symbol] is { Origin: Origin.Term, Subject: Some } some ? some.Base : value;

    /// <summary>What a member, an element or a slice is a part of, down to what is no part of anything.</summary>
    public int RootOf(Value value)
    {
        while (_infos[value.Symbol] is { Origin: Origin.Member or Origin.Element or Origin.Slice } part)
        {
            value = part.Base;
        }

        return value.Symbol;
    }

    /// <summary>Whether two values are the same as far as is known: by themselves, or as the same member of things that are.</summary>
    public bool AreSame(Value one, Value other, Facts facts) =>
        facts.AreEqual(one, other) ||
        (one.Offset == other.Offset && _infos[one.Symbol] is { Origin: Origin.Member, Member: { } member } a && _infos[other.Symbol] is { Origin: Origin.Member, Member: not null } b &&
         a.Variant == b.Variant && Equals(a.Subject, b.Subject) && SymbolEqualityComparer.Default.Equals(member, b.Member) && AreSame(a.Base, b.Base, facts));

    /// <summary>Whether a struct lies in a field of another, however deep; both by what their fields are told apart by.</summary>
    public bool IsWithin(Value inner, Value outer)
    {
        while (_infos[inner.Symbol] is { Origin: Origin.Member, Subject: Address } field)
        {
            inner = field.Base;
            if (inner == outer)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a value is the one of a symbol, or a slice of it.</summary>
    public bool IsOver(Value value, int symbol)
    {
        while (_infos[value.Symbol] is { Origin: Origin.Slice } slice)
        {
            value = slice.Base;
        }

        return value.Symbol == symbol;
    }

    private static int[] PartsOf(int @base, int index, int length)
    {
        var count = (@base != 0 ? 1 : 0) + (index != 0 ? 1 : 0) + (length != 0 ? 1 : 0);
        if (count == 0)
        {
            return Array.Empty<int>();
        }

        var parts = new int[count];
        if (length != 0)
        {
            parts[--count] = length;
        }

        if (index != 0)
        {
            parts[--count] = index;
        }

        if (@base != 0)
        {
            parts[--count] = @base;
        }

        return parts;
    }

    // A term over very many others is taken as a whole, so that long calculations stay cheap.
    private int[] Closure(int id, int[] parts)
    {
        if (parts.Length == 0 || (parts.Length == 1 && parts[0] == 0))
        {
            return new[] { id };
        }

        if (parts.Length == 1 && _infos[parts[0]].Closure is { Length: < MaxClosure } only)
        {
            var chain = new int[only.Length + 1];
            only.CopyTo(chain, 1);
            chain[0] = id;
            return chain;
        }

        var all = new HashSet<int> { id };
        foreach (var part in parts)
        {
            all.UnionWith(_infos[part].Closure);
        }

        return all.Count > MaxClosure ? new[] { id } : all.ToArray();
    }

    /// <summary>Whether the value was there before the method, or is reachable by others: what the caller can also name.</summary>
    public bool Outlives(Value value)
    {
        var info = _infos[value.Symbol];
        return info.Origin switch
        {
            Origin.Acquired or Origin.NewArray or Origin.NewObject or Origin.Zero or Origin.Text => false,
            Origin.Slice or Origin.Element => Outlives(info.Base),
            _ => true,
        };
    }
}
