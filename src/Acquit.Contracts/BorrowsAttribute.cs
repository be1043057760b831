namespace Acquit;

/// <summary>The callee neither keeps nor releases what it is given.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class BorrowsAttribute : ContractAttribute;
