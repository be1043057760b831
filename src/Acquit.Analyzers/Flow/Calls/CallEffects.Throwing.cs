using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Contracts.Binding;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Acquit.Analyzers.Flow;

// Which calls an exception may come out of.
internal sealed partial class CallEffects
{
    // What acquires or releases is taken to do so, and a conversion succeeds; anything else can throw before it has done anything.
    private static bool CanThrow(Call call) => call.Contract is { } declared
        ? declared.Acquires.IsEmpty && declared.Releases.IsEmpty && declared.TellsHeld is null && !IsOnlyAConversion(declared) && !HandsOnTask(call)
        : !IsException(call.Operation);

    // A helper says by its answer that it has not got something, as that threw.
    private bool IsAnsweredWhenItThrows(Call call) =>
        _context.IsSummary && _evaluator.Throwing is not null && call.Contract is { Releases.IsEmpty: true, Acquires.IsEmpty: false } && !OperandTypes.IsTask(call.Method.ReturnType) &&
        call.Operation.Syntax.Ancestors().TakeWhile(n => !LoopStatements.IsBodyOfItsOwn(n)).OfType<TryStatementSyntax>().FirstOrDefault(t => t.Block.Span.Contains(call.Operation.Syntax.Span)) is { Catches: var handlers } &&
        handlers.Any(h => h.Block.Statements.LastOrDefault() is ReturnStatementSyntax { Expression: LiteralExpressionSyntax }) && !handlers.Any(h => IsTakenAllTheSame(h));

    // What was abandoned by its owner comes with the exception.
    private bool IsTakenAllTheSame(CatchClauseSyntax handler) =>
        handler.Declaration?.Type is { } type && _context.Summaries.Graphs.ModelOf(type.SyntaxTree).GetTypeInfo(type, _context.CancellationToken).Type is { Name: "AbandonedMutexException" };

    // A helper that releases something may throw before or after it has.
    private static World WithoutReleased(Call call, World world)
    {
        if (call.Summary is not { } summary || (summary.Releases.IsEmpty && summary.Doubtful.IsEmpty))
        {
            return world;
        }

        var kinds = summary.Releases.Select(r => r.Kind).Concat(summary.Doubtful.Select(d => d.Kind)).ToList();
        var thrown = world.Clone();
        thrown.Change(r => r.IsLive && kinds.Contains(r.Kind), r => r with { Unsure = true });
        return thrown;
    }

    // Yields what it is given, all of it.
    private static bool IsOnlyAConversion(MemberContract contract) =>
        contract.SameAs.Any(s => s is { Target.Kind: TargetKind.Return, Source.Kind: TargetKind.Parameter, IsView: false, Start: null, Count: null });

    // A task in another guise: whatever went wrong with it comes out when it is awaited.
    private static bool HandsOnTask(Call call) =>
        call.Contract is { SameAs.IsEmpty: false } &&  call.Instance?.Type is { } type && OperandTypes.IsTask(type) &&
        !call.Method.ReturnType.GetMembers("GetAwaiter").IsEmpty;

    // Making an exception is not what goes wrong.
    private static bool IsException(IOperation operation) => operation is IObjectCreationOperation && ClassLibrary.IsException(operation.Type);
}
