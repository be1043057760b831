namespace Acquit.Memory.Tests.Mapping;

/// <summary>Tests that run on the memory the system offers, and on memory that every system has.</summary>
public abstract class MappingTests(MemoryBacking backing)
{
    protected KernelMemory Create(
        int pages, int range = 0, MisuseReaction onMisuse = MisuseReaction.Throw, bool checking = true, int device = 0) =>
        new(pages, new KernelMemoryOptions
        {
            Backing = backing, VmallocPages = range, OnMisuse = onMisuse, Checking = checking, DevicePages = device,
        });

    protected static byte[] Content(VmArea area)
    {
        byte[] content = new byte[area.Length];
        area.Read(0, content);
        return content;
    }

    /// <summary>Runs an action on a thread of its own, so that what it leaves behind on the thread goes with it.</summary>
    protected static void OnAnotherThread(Action action)
    {
        Exception? thrown = null;
        Thread thread = new(() =>
        {
            try
            {
                action();
            }
            catch (Exception exception)
            {
                thrown = exception;
            }
        });
        thread.Start();
        thread.Join();
        if (thrown is not null)
        {
            throw new InvalidOperationException("On the other thread: " + thrown.Message, thrown);
        }
    }
}
