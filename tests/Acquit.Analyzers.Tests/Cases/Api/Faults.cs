using System;
using Acquit;

namespace Cases.Api;

[Flags]
public enum VmFault
{
    None = 0,
    Oom = 1,
    SigBus = 2,
    NoPage = 0x100,
}

public sealed class Vma
{
    public ulong Start;
    public ulong End;
    public object PrivateData;
    public VmOperations Operations;
}

public sealed class FaultInfo
{
    public Vma Vma;
    public ulong Address;
    public Page Page;
}

/// <summary>The type itself says where its instances run.</summary>
[RunsIn("page-fault")]
public delegate VmFault FaultHandler(FaultInfo vmf);

public class VmOperations
{
    [RunsIn("page-fault")]
    public Func<FaultInfo, VmFault> Fault { get; set; }

    [RunsIn("page-fault")]
    public Func<FaultInfo, VmFault> PageMkwrite;

    public Action<Vma> Open { get; set; }

    public Action<Vma> Close { get; set; }
}

public class FileOperations
{
    [RunsIn("mmap")]
    public Func<Vma, int> Mmap { get; set; }

    public Func<int, int> Ioctl { get; set; }
}

public abstract class FaultOperations
{
    [RunsIn("page-fault")]
    public abstract VmFault HandleFault(FaultInfo vmf);

    public virtual void Opened(Vma vma) { }
}

public interface IFaultSource
{
    [RunsIn("page-fault")]
    VmFault Fault(FaultInfo vmf);
}

public sealed class InterruptLine
{
    [RunsIn("atomic")]
    public event Action Raised;

    public extern void Enable();

    public void Simulate() => Raised?.Invoke();
}

public static class Vm
{
    [NotIn("page-fault", Use = nameof(VmfInsertPage))]
    public static extern int VmInsertPage(Vma vma, ulong address, [Borrows] Page page);

    [OnlyIn("page-fault", Use = nameof(VmInsertPage))]
    public static extern VmFault VmfInsertPage(Vma vma, ulong address, [Borrows] Page page);

    [OnlyIn("mmap")]
    public static extern int RemapPfnRange(Vma vma, ulong address, ulong pfn, int size);

    public static extern void OnFault(Vma vma, [RunsIn("page-fault")] Func<FaultInfo, VmFault> handler);

    public static extern void OnFaultTyped(Vma vma, FaultHandler handler);

    public static extern void Schedule(Action work);
}

public static class Sleeping
{
    [NotIn("atomic")]
    public static extern void Msleep(int milliseconds);

    [NotIn("atomic", Use = nameof(CopyInAtomic))]
    public static extern int CopyFromUser(nint target, ulong source, int size);

    public static extern int CopyInAtomic(nint target, ulong source, int size);
}
