namespace Acquit.Memory;

/// <summary>An open file of a driver (struct file).</summary>
public class FileStruct
{
    /// <summary>Creates a file.</summary>
    /// <param name="operations">What the driver does with it.</param>
    /// <param name="privateData">The driver's own.</param>
    public FileStruct(FileOperations operations, object? privateData = null)
    {
        ArgumentNullException.ThrowIfNull(operations);
        Operations = operations;
        PrivateData = privateData;
    }

    /// <summary>What the driver does with the file (f_op).</summary>
    public FileOperations Operations { get; }

    /// <summary>The driver's own (private_data).</summary>
    public object? PrivateData { get; set; }

    /// <summary>The file's pages; null for a file without a page cache (f_mapping).</summary>
    public AddressSpace? Mapping { get; protected init; }
}
