namespace Acquit.Memory;

/// <summary>What a driver does with a file (file_operations).</summary>
public sealed class FileOperations
{
    /// <summary>
    /// The file is mapped: fill in the area's operations, or insert its pages. Answers 0 or a negative errno; on an error the
    /// area, with whatever was inserted, is taken down again. Runs with the mmap lock held for writing.
    /// </summary>
    [RunsIn(ExecutionContexts.Mmap)]
    public Func<FileStruct, VmAreaStruct, int>? Mmap { get; init; }
}
