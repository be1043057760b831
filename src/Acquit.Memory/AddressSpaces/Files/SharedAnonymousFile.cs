namespace Acquit.Memory;

/// <summary>What is behind a shared area without a file (shmem_zero_setup): after a fork, both have the same memory. Ends with its last area.</summary>
internal sealed class SharedAnonymousFile : FileStruct
{
    private readonly ShmemFile memory;
    private int areas;

    public SharedAnonymousFile(KernelMemory kernel, ulong size) : this(new ShmemFile(kernel, size)) { }

    private SharedAnonymousFile(ShmemFile memory)
        : base(new FileOperations { Mmap = static (file, area) => ((SharedAnonymousFile)file).Map(area) }, mapping: memory.Mapping) =>
        this.memory = memory;

    private int Map(VmAreaStruct area)
    {
        int error = memory.Operations.Mmap!(memory, area);
        area.Ops = new VmOperations { Fault = area.Ops?.Fault, Open = Open, Close = Close };
        areas = 1;
        return error;
    }

    private void Open(VmAreaStruct area) => Interlocked.Increment(ref areas);

    private void Close(VmAreaStruct area)
    {
        if (Interlocked.Decrement(ref areas) == 0)
        {
            memory.Dispose();
        }
    }
}
