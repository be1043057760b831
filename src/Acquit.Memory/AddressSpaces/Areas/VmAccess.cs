namespace Acquit.Memory;

/// <summary>Reads or writes memory of an area that has no pages (vm_operations_struct.access).</summary>
/// <param name="area">The area.</param>
/// <param name="address">Where to begin.</param>
/// <param name="buffer">Where the bytes go, or come from.</param>
/// <param name="write">Whether they are written to the area.</param>
/// <returns>How many bytes were moved; 0 or a negative errno when none could be.</returns>
public delegate int VmAccess(VmAreaStruct area, ulong address, Span<byte> buffer, bool write);
