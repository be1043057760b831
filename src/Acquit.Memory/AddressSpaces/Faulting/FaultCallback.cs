namespace Acquit.Memory;

/// <summary>The operations that run in fault context, by their names.</summary>
internal enum FaultCallback
{
    Fault,
    HugeFault,
    MapPages,
    PageMkwrite,
    PfnMkwrite,
}
