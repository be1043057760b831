namespace Acquit.Memory.Tests.Stress;

/// <summary>A file that processes map, and what is known of it.</summary>
internal sealed record StressFile(FileStruct File, bool NeedsSharing = false)
{
    public AddressSpace Mapping => File.Mapping!;

    /// <summary>A file whose driver handles faults.</summary>
    public static StressFile Of(
        KernelMemory kernel, VmOperations operations, VmFlags flags = VmFlags.None, Func<VmAreaStruct, int>? mmap = null,
        bool needsSharing = false) =>
        new(
            new FileStruct(
                new FileOperations
                {
                    Mmap = (_, area) =>
                    {
                        area.Ops = operations;
                        area.Flags |= flags;
                        return mmap?.Invoke(area) ?? 0;
                    },
                },
                mapping: new AddressSpace(kernel)),
            needsSharing);
}
