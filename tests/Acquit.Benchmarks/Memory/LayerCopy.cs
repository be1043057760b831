using System.Reflection;
using System.Runtime.Loader;

namespace Acquit.Benchmarks.Memory;

/// <summary>
/// A copy of the memory layer with checks compiled out or not. The switch is read once and held as a constant by compiled code, so that
/// both can stand in one process, under the same load, only as two copies.
/// </summary>
internal sealed class LayerCopy : AssemblyLoadContext
{
    private const string Switch = "Acquit.Memory.ChecksCompiledOut";

    private static readonly string[] copied = ["Acquit.Memory", typeof(LayerCopy).Assembly.GetName().Name!];

    private LayerCopy()
        : base(nameof(LayerCopy))
    {
    }

    /// <summary>Makes a round of <see cref="PinRound"/> in a copy of its own.</summary>
    public static Func<int> MakeRound(bool compiledOut, bool checking)
    {
        AppContext.SetSwitch(Switch, compiledOut);
        try
        {
            Assembly copy = new LayerCopy().LoadFromAssemblyName(typeof(LayerCopy).Assembly.GetName());
            MethodInfo create = copy.GetType(typeof(PinRound).FullName!)!.GetMethod(nameof(PinRound.Create))!;
            return (Func<int>)create.Invoke(null, [checking])!;
        }
        finally
        {
            AppContext.SetSwitch(Switch, false);
        }
    }

    protected override Assembly? Load(AssemblyName name) =>
        copied.Contains(name.Name) ? LoadFromAssemblyPath(Path.Combine(AppContext.BaseDirectory, name.Name + ".dll")) : null;
}
