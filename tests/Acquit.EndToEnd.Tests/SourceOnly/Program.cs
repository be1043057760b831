using System;
using System.Linq;
using System.Reflection;
using Acquit;

Type attribute = typeof(AcquiresAttribute);
bool isReferenced = Assembly.GetExecutingAssembly().GetReferencedAssemblies().Any(assembly => assembly.Name == "Acquit.Contracts");
Console.WriteLine($"from {attribute.Assembly.GetName().Name}, visible: {attribute.IsVisible}, referenced: {isReferenced}, wrote: {Writer.Write(4)}");

internal static class Ring
{
    private static int free = 2;

    [return: Acquires("ring-slot", When = "return >= 0", ReleasedBy = nameof(Commit))]
    public static int Reserve() => free > 0 ? --free : -1;

    public static void Commit([Releases("ring-slot")] int slot) => free = slot + 1;
}

internal static class Writer
{
    public static int Write(int value)
    {
        int slot = Ring.Reserve(); // ACQ101
        if (slot < 0)
            return -1;
        if (value < 0)
            return -2;

        Ring.Commit(slot);
        return value;
    }
}
