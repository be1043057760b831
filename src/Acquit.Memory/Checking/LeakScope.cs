namespace Acquit.Memory;

/// <summary>A stretch of a run whose leaks are asked for on their own. Scopes may overlap.</summary>
public sealed class LeakScope
{
    private readonly KernelMemory kernel;
    private readonly long start;

    internal LeakScope(KernelMemory kernel, long start)
    {
        this.kernel = kernel;
        this.start = start;
    }

    /// <summary>What was acquired since the scope began and is still held.</summary>
    /// <returns>The report; empty when checking is off.</returns>
    public LeakReport Report() => new(kernel.Ledger.Since(start));
}
