using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Flow;

// A contract on a base member or an interface says what every body behind it does; each of them may do more than that.
internal sealed partial class CallEffects
{
    // What the body that runs releases, other than its contract says. What it acquires is for the contract to say: callers that do
    // not know the body have nothing else to go by.
    private MemberContract? Besides(
        MemberContract contract, IMethodSymbol method, IOperation? instance, Value receiver, ImmutableArray<Argument> arguments, World world)
    {
        if (method is not { IsStatic: false, MethodKind: not (MethodKind.Constructor or MethodKind.DelegateInvoke or MethodKind.LocalFunction) } || instance is null)
        {
            return null;
        }

        var exact = RunBy(method, instance, receiver);
        var runs = exact ?? ImplementedBy(method, instance) ?? method;
        if (!runs.IsInSourceOf(_context.Compilation) || runs.IsAbstract || _context.Contracts.SpeaksOf(runs))
        {
            return null;
        }

        var body = _context.Summaries.Of(runs, IsTracked(receiver, arguments, world), _context.CancellationToken, isExact: exact is not null);
        return body is null ? null : new MemberContract
        {
            Releases = body.Releases
                .Where(r => !contract.Releases.Any(declared => declared.Target == r.Target && declared.Kind == r.Kind))
                .Select(r => r with { IsUndeclared = true })
                .ToImmutableArray(),
            Doubtful = body.Doubtful.RemoveAll(d => contract.Releases.Any(declared => declared.Target == d.Target && declared.Kind == d.Kind)),
            Untouched = body.Untouched,
        };
    }

    // What a class has for the method of an interface, for want of knowing a type derived from it.
    private static IMethodSymbol? ImplementedBy(IMethodSymbol method, IOperation instance) =>
        method.ContainingType?.TypeKind == TypeKind.Interface && Evaluator.Unwrap(instance).Type is { TypeKind: TypeKind.Class or TypeKind.Struct } type
            ? type.FindImplementationForInterfaceMember(method) as IMethodSymbol
            : null;

    // A body that nothing is known of mentions nothing that releases.
    private void LeaveParts(Call call, IOperation operation, Value whole, World world)
    {
        if (call.Summary is null)
        {
            Escapes.EscapeFields(operation, whole, world);
        }
        else
        {
            Escapes.LeaveParts(operation, whole, world);
        }
    }

    // With the whole, a body that is not known to leave them alone may release its parts.
    private void LeavePartsToBody(Call call, World world)
    {
        if (call.Contract is not null && !IsForeign(call.Method) && call.Besides?.Untouched.Contains(MemberContract.ReceiverOrdinal) != true)
        {
            Escapes.LeaveParts(call.Instance!, call.Receiver, world);
        }
    }
}
