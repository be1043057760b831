using Acquit.Analyzers.Configuration;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Acquit.Analyzers.Flow.Throwing;

/// <summary>
/// What a field names is given back, and then a new one is put there. If that cannot be had, the field goes on naming what is
/// somebody else's by now, for whoever uses or releases it next.
/// </summary>
internal static class LeftBehind
{
    public static void Check(IOperation operation, World world, Evaluator evaluator, FlowContext context)
    {
        if (world.Resources.Count == 0 || context.IsSummary || context.Options.Throwers == Throwers.None ||
            operation is not IExpressionStatementOperation { Operation: ISimpleAssignmentOperation { IsRef: false } assignment } ||
            Evaluator.Unwrap(assignment.Value) is not IInvocationOperation acquire ||
            !FailsByThrowing(acquire, context) ||
            !Outlives(assignment.Target, context))
        {
            return;
        }

        // The target is written, not read: what reading it would do does not happen.
        var old = evaluator.ContentOf(assignment.Target, world.Clone());
        var released = world.Resources.Find(r =>
            r is { Status: Status.Released, IsContainer: false, Unsure: false, Reported: false, PendingRelease: null } && r.Key == old && !r.Key.IsConstant);
        if (released is { ReleasedAt: IInvocationOperation release } && release.Arguments.Any(a => Names(a.Value, assignment.Target)) &&
            !IsRepaired(assignment))
        {
            context.Report(new Finding(FindingKind.LeftBehind, acquire.Syntax, released, Trail.After(world.Trail, released.AcquiredAt))
            {
                Method = acquire.TargetMethod, Holder = assignment.Target.Syntax.ToString(),
            });
        }
    }

    // A library that runs here gets its memory by ways that throw. What else only promises never to fail may keep that promise.
    private static bool FailsByThrowing(IInvocationOperation acquire, FlowContext context) =>
        context.Contracts.Of(acquire.TargetMethod)?.Acquires.Any(a => a.Target.IsReturn && a.When.Tests.IsEmpty) == true &&
        (context.Options.Throwers >= Throwers.Calls || (!acquire.TargetMethod.IsInSourceOf(context.Compilation)
            ? !acquire.TargetMethod.IsExtern
            : context.Summaries.Throwing.Throws(acquire.TargetMethod, isAwaited: false, context.CancellationToken)));

    // Of an object that is being made nothing is left when its constructor throws.
    private static bool Outlives(IOperation target, FlowContext context) => target switch
    {
        IParameterReferenceOperation { Parameter.RefKind: RefKind.Ref } => true,
        IFieldReferenceOperation { Field.IsStatic: true } or IPropertyReferenceOperation { Property.IsStatic: true } => true,
        IMemberReferenceOperation { Instance: IInstanceReferenceOperation } and (IFieldReferenceOperation or IPropertyReferenceOperation) =>
            context.Owner is not IMethodSymbol { MethodKind: MethodKind.Constructor or MethodKind.StaticConstructor },
        IMemberReferenceOperation { Instance: IParameterReferenceOperation { Type.IsReferenceType: true } } and (IFieldReferenceOperation or IPropertyReferenceOperation) => true,
        _ => false,
    };

    // Given back by its value: what is told to free itself may remember that it has.
    private static bool Names(IOperation argument, IOperation target) =>
        Evaluator.Unwrap(argument).Syntax.ToString() == target.Syntax.ToString();

    // A handler around it puts something else there.
    private static bool IsRepaired(ISimpleAssignmentOperation assignment)
    {
        var target = assignment.Target.Syntax.ToString();
        return assignment.Syntax.Ancestors().OfType<TryStatementSyntax>()
            .Where(t => t.Block.Span.Contains(assignment.Syntax.Span))
            .SelectMany(t => t.Catches.Select(c => (SyntaxNode)c).Concat(t.Finally is { } last ? new[] { last } : Array.Empty<SyntaxNode>()))
            .SelectMany(c => c.DescendantNodes().OfType<AssignmentExpressionSyntax>())
            .Any(a => a.Left.ToString() == target);
    }
}
