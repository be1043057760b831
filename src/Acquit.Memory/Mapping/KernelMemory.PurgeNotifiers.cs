using System.Runtime.CompilerServices;

namespace Acquit.Memory;

public sealed partial class KernelMemory
{
    private static readonly string[] NotifierKind = [ResourceKinds.VmapPurgeNotifier];

    private readonly PurgeNotifierChain purgeNotifiers = new();

    /// <summary>Has a callback asked for room when the kernel's virtual range has none (register_vmap_purge_notifier).</summary>
    /// <param name="block">The callback; not null.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>0; -EEXIST, with a warning, when the same block is registered.</returns>
    /// <exception cref="KernelBugException">This thread is inside such a callback, and would wait for itself.</exception>
    [NotIn(ExecutionContexts.Atomic)]
    [NotIn(ExecutionContexts.VmapPurge)]
    public int RegisterVmapPurgeNotifier(
        [Acquires(ResourceKinds.VmapPurgeNotifier, When = "return == 0", ReleasedBy = nameof(UnregisterVmapPurgeNotifier))]
        NotifierBlock block,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(RegisterVmapPurgeNotifier), member, file, line);
        CheckChain(block, site);
        if (Injection.Fails(site, out int errno))
        {
            return errno == 0 ? -Errno.EEXIST : errno;
        }

        if (!purgeNotifiers.TryAdd(block))
        {
            Warn($"{block} is registered already{Ledger.Describe(block)} [{site}]", site);
            return -Errno.EEXIST;
        }

        Ledger.Take(block, ResourceKinds.VmapPurgeNotifier, site);
        return 0;
    }

    /// <summary>Takes a callback off the chain (unregister_vmap_purge_notifier), and waits until it runs nowhere.</summary>
    /// <param name="block">The callback. What it uses may be given up after this call, not before.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>0; -ENOENT when the block is not registered.</returns>
    /// <exception cref="KernelBugException">This thread is inside such a callback, and would wait for itself.</exception>
    [NotIn(ExecutionContexts.Atomic)]
    [NotIn(ExecutionContexts.VmapPurge)]
    public int UnregisterVmapPurgeNotifier(
        [Releases(ResourceKinds.VmapPurgeNotifier)] NotifierBlock block,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(UnregisterVmapPurgeNotifier), member, file, line);
        CheckChain(block, site);
        if (!purgeNotifiers.TryRemove(block))
        {
            return -Errno.ENOENT;
        }

        Ledger.Give(block, NotifierKind, site);
        return 0;
    }

    /// <summary>The name under which <see cref="RegisterVmapPurgeNotifier"/> was proposed (register_vmap_notifier).</summary>
    /// <param name="block">The callback.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>As the other.</returns>
    [NotIn(ExecutionContexts.Atomic)]
    [NotIn(ExecutionContexts.VmapPurge)]
    [ReplacedBy(nameof(RegisterVmapPurgeNotifier))]
    public int RegisterVmapNotifier(
        [Acquires(ResourceKinds.VmapPurgeNotifier, When = "return == 0", ReleasedBy = nameof(UnregisterVmapPurgeNotifier))]
        NotifierBlock block,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        RegisterVmapPurgeNotifier(block, member, file, line);

    /// <summary>The name under which <see cref="UnregisterVmapPurgeNotifier"/> was proposed (unregister_vmap_notifier).</summary>
    /// <param name="block">The callback.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>As the other.</returns>
    [NotIn(ExecutionContexts.Atomic)]
    [NotIn(ExecutionContexts.VmapPurge)]
    [ReplacedBy(nameof(UnregisterVmapPurgeNotifier))]
    public int UnregisterVmapNotifier(
        [Releases(ResourceKinds.VmapPurgeNotifier)] NotifierBlock block,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        UnregisterVmapPurgeNotifier(block, member, file, line);

    private void CheckChain(NotifierBlock block, in CallSite site)
    {
        ArgumentNullException.ThrowIfNull(block);
        ThrowIfDisposed();
        MightSleep(site);
        if (purgeNotifiers.IsRunningHere)
        {
            throw Bug($"{site.Api} would wait for ever: this thread is inside a callback of the chain", block, site);
        }
    }
}
