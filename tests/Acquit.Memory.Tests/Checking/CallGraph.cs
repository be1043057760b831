using System.Reflection;
using System.Reflection.Emit;

namespace Acquit.Memory.Tests.Checking;

/// <summary>Which methods of the layer call which, read off their code. What a delegate calls is not followed.</summary>
internal static class CallGraph
{
    private const BindingFlags AnyMember =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OpCode> OpCodesByValue = typeof(OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => code.Value);

    private static readonly MethodBase[] Methods =
    [
        .. from type in typeof(KernelMemory).Assembly.GetTypes()
           from method in type.GetMethods(AnyMember).Cast<MethodBase>().Concat(type.GetConstructors(AnyMember))
           select method,
    ];

    private static readonly ILookup<int, MethodBase> Callers =
        (from caller in Methods from called in TokensCalledBy(caller) select (called, caller)).ToLookup(edge => edge.called, edge => edge.caller);

    /// <summary>What a driver can call.</summary>
    public static IEnumerable<MethodInfo> Api { get; } =
        [.. Methods.OfType<MethodInfo>().Where(method => method.IsPublic && method.DeclaringType!.IsVisible && !method.IsSpecialName)];

    /// <summary>The methods that reach one of those with that name, and those themselves.</summary>
    public static HashSet<MethodBase> Reaching(Type type, params string[] names)
    {
        HashSet<MethodBase> reaching = [.. Methods.Where(method => method.DeclaringType == type && names.Contains(method.Name))];
        if (names.Except(reaching.Select(method => method.Name)).FirstOrDefault() is { } missing)
        {
            throw new ArgumentException($"{type} has no {missing}", nameof(names));
        }

        Queue<MethodBase> open = new(reaching);
        while (open.TryDequeue(out MethodBase? called))
        {
            foreach (MethodBase caller in Callers[called.MetadataToken].Where(reaching.Add))
            {
                open.Enqueue(caller);
            }
        }

        return reaching;
    }

    private static IEnumerable<int> TokensCalledBy(MethodBase method)
    {
        byte[] code = method.GetMethodBody()?.GetILAsByteArray() ?? [];
        for (int at = 0; at < code.Length;)
        {
            short value = code[at++];
            OpCode op = OpCodesByValue[value == 0xfe ? (short)(0xfe00 | code[at++]) : value];
            if (op.OperandType == OperandType.InlineMethod && op.FlowControl == FlowControl.Call
                && Called(method, BitConverter.ToInt32(code, at)) is { } called && called.Module == method.Module)
            {
                yield return called.MetadataToken;
            }

            at += op.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, at)),
                _ => 4,
            };
        }
    }

    private static MethodBase? Called(MethodBase caller, int token) => caller.Module.ResolveMethod(
        token, caller.DeclaringType!.GetGenericArguments(), caller.IsGenericMethod ? caller.GetGenericArguments() : null);
}
