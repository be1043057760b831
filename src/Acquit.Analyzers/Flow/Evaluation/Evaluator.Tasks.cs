using Acquit.Analyzers.Contracts.Binding;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Acquit.Analyzers.Flow;

// What waiting for a task may bring.
internal sealed partial class Evaluator
{
    /// <summary>The world as an exception out of a member of a task leaves it: a task that fails, as one that is cancelled does, has acquired nothing.</summary>
    /// <param name="receiver">What the member is called on.</param>
    public World WithoutFailed(Value receiver, World world) => TaskOf(receiver, world) is { } call && YieldsTask(call) ? Without(call, world) : world;

    private World WithoutFailed(IOperation operand, Value awaited, World world) => (TaskOf(awaited, world) ?? TaskBehind(operand, world)) is { } call ? Without(call, world) : world;

    /// <summary>A call that has waited, and taken something, may have been called off instead.</summary>
    public void CallOff(IOperation call, World world)
    {
        if (CalledOff is not null && world.Resources.Count > 0 && !YieldsTask(call) && _context.WaitsCalledOff.Of(call, call.Syntax, world) is { } off)
        {
            CalledOff(off);
        }
    }

    private void CallOff(IAwaitOperation await, Value awaited, World world)
    {
        if (CalledOff is not null && world.Resources.Count > 0 && (TaskOf(awaited, world) ?? TaskBehind(await.Operation, world)) is { } call &&
            YieldsTask(call) && _context.WaitsCalledOff.Of(call, await.Syntax, world) is { } off)
        {
            CalledOff(off);
        }
    }

    private bool IsInTry => Throwing is not null || CalledOff is not null;

    private IOperation? TaskOf(Value value, World world) =>
        !value.IsConstant && IsInTry && Symbols[value.Symbol].Operation is { } call && Acquires(call, world) ? call : null;

    // Through whatever it goes on its way, as through an extension that only configures it, its failure is what comes out.
    private IOperation? TaskBehind(IOperation operand, World world)
    {
        for (var current = !IsInTry || world.Resources.Count == 0 ? null : operand; current is not null; current = HandedOn(current))
        {
            if (YieldsTask(current) && Acquires(current, world))
            {
                return current;
            }
        }

        return null;
    }

    private static IOperation? HandedOn(IOperation operation) => operation switch
    {
        IConversionOperation conversion => conversion.Operand,
        IInvocationOperation { Instance: { } instance } => instance,
        IInvocationOperation { TargetMethod.IsExtensionMethod: true, Arguments: { IsEmpty: false } arguments } => arguments[0].Value,
        IInvalidOperation { Syntax: Microsoft.CodeAnalysis.CSharp.Syntax.InvocationExpressionSyntax or Microsoft.CodeAnalysis.CSharp.Syntax.MemberAccessExpressionSyntax } unknown =>
            unknown.ChildOperations.FirstOrDefault(),
        _ => null,
    };

    private static bool YieldsTask(IOperation operation) => operation is IInvocationOperation { TargetMethod.ReturnType: { } type } && OperandTypes.IsTask(type);

    private static bool Acquires(IOperation call, World world) => world.Resources.Exists(r => r.Site.Call == call);

    private static World Without(IOperation call, World world)
    {
        var failed = world.Clone();
        failed.Resources.RemoveAll(r => r.Site.Call == call);
        return failed;
    }
}
