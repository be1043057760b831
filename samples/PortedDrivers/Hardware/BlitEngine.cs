using System.Buffers.Binary;
using Acquit;
using Acquit.Memory;

namespace PortedDrivers.Hardware;

/// <summary>Video memory with an engine that moves rectangles in and out of it, by descriptors it reads from memory.</summary>
/// <remarks>The engine works while it is waited for: what it needs has to stay mapped until then.</remarks>
public sealed class BlitEngine(KernelMemory kernel, int videoMemory)
{
    /// <summary>The size of the status block that <see cref="Report"/> writes.</summary>
    public const int StatusSize = 8;

    private readonly int scratch = videoMemory;
    private long chain;
    private int length;
    private int done;

    /// <summary>What the engine can reach. Its own memory is the video memory, and a little more for itself.</summary>
    public DmaDevice Dma { get; } = new(kernel, videoMemory + BlitDescriptor.Size);

    public Span<byte> VideoMemory => Dma.DeviceMemory[..scratch];

    /// <summary>The engine does not get done.</summary>
    public bool Hangs { get; set; }

    /// <summary>Starts the engine on a chain of descriptors.</summary>
    public int Fire(long descriptors, int count)
    {
        if (length > 0)
            return -Errno.EBUSY;

        chain = descriptors;
        length = count;
        return 0;
    }

    /// <summary>Waits until the engine is done, or gives up and stops it.</summary>
    public int Wait()
    {
        int count = length;
        length = 0;
        if (Hangs)
            return -Errno.ETIMEDOUT;

        for (int i = 0; i < count; i++)
        {
            Dma.CopyToDevice(chain + (i * BlitDescriptor.Size), scratch, BlitDescriptor.Size);
            BlitDescriptor piece = BlitDescriptor.Read(Dma.DeviceMemory[scratch..]);
            if (piece.ToDevice)
                Dma.CopyToDevice(piece.Memory, piece.Offset, piece.Length);
            else
                Dma.CopyFromDevice(piece.Memory, piece.Offset, piece.Length);
        }

        done += count;
        return 0;
    }

    /// <summary>Has the engine write its status to memory: how many descriptors it has worked off.</summary>
    public int Report([Accesses("device-write", When = "return == 0"), Borrows] long memory)
    {
        if (Hangs)
            return -Errno.ETIMEDOUT;

        BinaryPrimitives.WriteInt64LittleEndian(Dma.DeviceMemory[scratch..], done);
        Dma.CopyFromDevice(memory, scratch, StatusSize);
        return 0;
    }
}
