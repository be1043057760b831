namespace Acquit.Memory;

/// <summary>An open file of a driver (struct file).</summary>
public class FileStruct
{
    /// <summary>Creates a file.</summary>
    /// <param name="operations">What the driver does with it.</param>
    /// <param name="privateData">The driver's own.</param>
    /// <param name="mapping">What its areas are known to; files of one device share one (dev_mapping). Null when nobody asks.</param>
    public FileStruct(FileOperations operations, object? privateData = null, AddressSpace? mapping = null)
    {
        ArgumentNullException.ThrowIfNull(operations);
        Operations = operations;
        PrivateData = privateData;
        Mapping = mapping;
    }

    /// <summary>What the driver does with the file (f_op).</summary>
    public FileOperations Operations { get; }

    /// <summary>The driver's own (private_data).</summary>
    public object? PrivateData { get; set; }

    /// <summary>The file's pages, and the areas that map it; null for a file that keeps neither (f_mapping).</summary>
    public AddressSpace? Mapping { get; protected init; }

    /// <summary>Whether the file's memory is a device's, under a file system (IS_DAX): it cannot be pinned for long.</summary>
    public bool IsDax { get; init; }
}
