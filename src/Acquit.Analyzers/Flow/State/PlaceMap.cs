using System.Collections;

namespace Acquit.Analyzers.Flow;

/// <summary>What each place refers to. Copies share their content until one of them is written to: most worlds never are.</summary>
internal sealed class PlaceMap : IEnumerable<KeyValuePair<Place, Value>>
{
    // Shared by all that are empty, and never written to.
    private static readonly Dictionary<Place, Value> Nothing = new();

    private Dictionary<Place, Value> _values;
    private bool _isShared;

    /// <param name="size">How many places there will be, about.</param>
    public PlaceMap(int size = 0)
    {
        _isShared = size == 0;
        _values = _isShared ? Nothing : new(size);
    }

    public PlaceMap(PlaceMap other)
    {
        _values = other._values;
        _isShared = true;
        other._isShared = true;
    }

    public int Count => _values.Count;

    public Dictionary<Place, Value>.KeyCollection Keys => _values.Keys;

    public Dictionary<Place, Value>.ValueCollection Values => _values.Values;

    public Value this[Place place]
    {
        get => _values[place];
        set
        {
            if (!_values.TryGetValue(place, out var known) || known != value)
            {
                Writable()[place] = value;
            }
        }
    }

    public void Add(Place place, Value value) => Writable().Add(place, value);

    public bool Remove(Place place) => _values.ContainsKey(place) && Writable().Remove(place);

    /// <param name="state">What the test is given besides, so that it need not be made anew for each call.</param>
    public void RemoveAll<T>(T state, Func<Place, T, bool> test)
    {
        List<Place>? removed = null;
        foreach (var pair in _values)
        {
            if (test(pair.Key, state))
            {
                (removed ??= new()).Add(pair.Key);
            }
        }

        if (removed is null)
        {
            return;
        }

        if (!_isShared)
        {
            removed.ForEach(place => _values.Remove(place));
            return;
        }

        var rest = new Dictionary<Place, Value>(_values.Count - removed.Count);
        foreach (var pair in _values)
        {
            if (!test(pair.Key, state))
            {
                rest.Add(pair.Key, pair.Value);
            }
        }

        _values = rest;
        _isShared = false;
    }

    public bool SameAs(PlaceMap other)
    {
        if (_values == other._values)
        {
            return true;
        }

        if (_values.Count != other._values.Count)
        {
            return false;
        }

        foreach (var pair in _values)
        {
            if (!other._values.TryGetValue(pair.Key, out var value) || value != pair.Value)
            {
                return false;
            }
        }

        return true;
    }

    public bool ContainsKey(Place place) => _values.ContainsKey(place);

    public bool TryGetValue(Place place, out Value value) => _values.TryGetValue(place, out value);

    public Dictionary<Place, Value>.Enumerator GetEnumerator() => _values.GetEnumerator();

    IEnumerator<KeyValuePair<Place, Value>> IEnumerable<KeyValuePair<Place, Value>>.GetEnumerator() => _values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _values.GetEnumerator();

    private Dictionary<Place, Value> Writable()
    {
        if (_isShared)
        {
            _values = new Dictionary<Place, Value>(_values);
            _isShared = false;
        }

        return _values;
    }
}
