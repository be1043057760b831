using System.Buffers;

namespace Cases;

/// <summary>A method of a struct puts another in place of the whole: what its fields named they name no longer. All of it is right.</summary>
internal struct StructsReplacedAsAWhole
{
    private char[] _rented;
    private int _length;

    public void GiveBack()
    {
        char[] rented = _rented;
        this = default;
        if (rented != null)
            ArrayPool<char>.Shared.Return(rented);
    }

    public void GiveBackFirst()
    {
        if (_rented != null)
            ArrayPool<char>.Shared.Return(_rented);
        this = default;
    }

    public void StartAgain(int length)
    {
        GiveBack();
        if (_rented == null)
            _rented = ArrayPool<char>.Shared.Rent(length);
        _rented[0] = 'a';
        _length = 1;
        GiveBackFirst();
    }

    public char Peek()
    {
        GiveBackFirst();
        return _rented != null ? _rented[0] : (char)_length;
    }

    public void Become(StructsReplacedAsAWhole other)
    {
        GiveBackFirst();
        this = other;
        if (_rented != null)
            _rented[0] = 'b';
    }
}
