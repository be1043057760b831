namespace Acquit;

/// <summary>The callee neither keeps nor releases what it is given.</summary>
/// <remarks>
/// Of an array or span into which the callee also acquires: what is in it already is left where it is, and counted with what is put to it.
/// </remarks>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class BorrowsAttribute : ContractAttribute;
