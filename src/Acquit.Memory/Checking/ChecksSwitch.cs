using System.Diagnostics.CodeAnalysis;

namespace Acquit.Memory;

/// <summary>Whether a process has checks at all. Read once, so that compiled code holds the answer and not the question.</summary>
internal static class ChecksSwitch
{
    /// <summary>The name of the switch, as an application's runtime configuration or project file sets it.</summary>
    public const string Name = "Acquit.Memory.ChecksCompiledOut";

    /// <summary>Whether no kernel of this process checks anything, whatever its options say.</summary>
    [FeatureSwitchDefinition(Name)]
    public static bool CompiledOut { get; } = AppContext.TryGetSwitch(Name, out bool off) && off;
}
