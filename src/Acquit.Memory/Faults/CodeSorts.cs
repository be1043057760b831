namespace Acquit.Memory;

/// <summary>The sorts of codes that calls answer with, as contracts name them.</summary>
public static class CodeSorts
{
    /// <summary>An errno, negated when it is returned; 0 is success.</summary>
    public const string Errno = "errno";

    /// <summary>What a fault handler answers.</summary>
    public const string FaultCode = "fault-code";
}
