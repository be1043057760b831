using System.Buffers.Binary;

namespace PortedDrivers.Hardware;

/// <summary>What the guest asks of the host.</summary>
public enum PipeCommand
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The guest's buffers go to the host.</summary>
    Write,

    /// <summary>The host fills the guest's buffers.</summary>
    Read,

    /// <summary>The guest is done.</summary>
    Close,
}

/// <summary>The page through which guest and host speak. All numbers are little endian.</summary>
public readonly ref struct PipeCommandBlock(Span<byte> bytes)
{
    /// <summary>How many buffers one command can name: a page's worth of addresses and sizes.</summary>
    public const int MaxBuffers = 336;

    private const int Addresses = 16;
    private const int Sizes = Addresses + (8 * MaxBuffers);

    private readonly Span<byte> bytes = bytes;

    public PipeCommand Command
    {
        get => (PipeCommand)BinaryPrimitives.ReadInt32LittleEndian(bytes);
        set => BinaryPrimitives.WriteInt32LittleEndian(bytes, (int)value);
    }

    /// <summary>Set by the host: 0, or a negative errno.</summary>
    public int Status
    {
        get => BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]);
        set => BinaryPrimitives.WriteInt32LittleEndian(bytes[4..], value);
    }

    /// <summary>How many buffers follow.</summary>
    public int BufferCount
    {
        get => BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]);
        set => BinaryPrimitives.WriteInt32LittleEndian(bytes[8..], value);
    }

    /// <summary>Set by the host: how many bytes of the buffers it has read or written.</summary>
    public int Consumed
    {
        get => BinaryPrimitives.ReadInt32LittleEndian(bytes[12..]);
        set => BinaryPrimitives.WriteInt32LittleEndian(bytes[12..], value);
    }

    /// <summary>A buffer's physical address and size in bytes; it lies within one page.</summary>
    public (ulong Address, int Size) GetBuffer(int index) => (
        BinaryPrimitives.ReadUInt64LittleEndian(bytes[(Addresses + (8 * index))..]),
        BinaryPrimitives.ReadInt32LittleEndian(bytes[(Sizes + (4 * index))..]));

    public void SetBuffer(int index, ulong address, int size)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[(Addresses + (8 * index))..], address);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[(Sizes + (4 * index))..], size);
    }
}
