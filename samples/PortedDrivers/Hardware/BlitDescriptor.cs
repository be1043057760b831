using System.Buffers.Binary;

namespace PortedDrivers.Hardware;

/// <summary>One piece of a blit, as the engine reads it from memory.</summary>
/// <param name="Memory">The device's address for the memory.</param>
/// <param name="Offset">Where in the engine's own memory, in bytes.</param>
/// <param name="Length">How many bytes.</param>
/// <param name="ToDevice">Whether memory is read.</param>
public readonly record struct BlitDescriptor(long Memory, int Offset, int Length, bool ToDevice)
{
    public const int Size = 24;

    public static BlitDescriptor Read(ReadOnlySpan<byte> bytes) => new(
        BinaryPrimitives.ReadInt64LittleEndian(bytes),
        BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]),
        BinaryPrimitives.ReadInt32LittleEndian(bytes[12..]),
        BinaryPrimitives.ReadInt32LittleEndian(bytes[16..]) != 0);

    public void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteInt64LittleEndian(bytes, Memory);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[8..], Offset);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[12..], Length);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[16..], ToDevice ? 1 : 0);
    }
}
