using Acquit.Analyzers.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Acquit.Analyzers.Flow.Locks;

/// <summary>
/// Locks that are given back behind a label, or in a finally block, where a jump leads past their being taken. The caller does not hold
/// them: taking one would wait for him for ever, or he would have it twice; and whoever goes past all that is done under a lock does not
/// do so because it is held already.
/// </summary>
internal sealed partial class JumpedOver
{
    private readonly FlowContext _context;
    private readonly Dictionary<(IOperation Release, Value Key, string Kind), HashSet<AcquireSite>> _held = new();
    private readonly HashSet<(IOperation Release, Value Key, string Kind)> _unheld = new();
    private readonly HashSet<(Value Key, string Kind)> _doubted = new();

    public JumpedOver(FlowContext context) => _context = context;

    /// <summary>A helper may have taken it, or given it back.</summary>
    public void Doubt(Value key, string kind) => _doubted.Add((key, kind));

    /// <summary>A release runs while what it releases is held.</summary>
    public void Released(Resource live, IOperation release)
    {
        if (_context.IsSummary || _context.Requirements is null || live is { Unsure: true } or { Escaped: true } or { Foreign: true } ||
            !(TakenOnce.Is(live, _context) || _context.Contracts.BelongsToHolder(live.Kind) || IsTakenInTryOf(live.Site.Call.Syntax, release.Syntax)))
        {
            return;
        }

        if (!_held.TryGetValue((release, live.Key, live.Kind), out var sites))
        {
            _held.Add((release, live.Key, live.Kind), sites = new());
        }

        sites.Add(live.Site);
    }

    // What comes out of the block by an error is nobody's: on all other ways the block itself has taken what is given back.
    private static bool IsTakenInTryOf(SyntaxNode take, SyntaxNode release) =>
        release.FirstAncestorOrSelf<FinallyClauseSyntax>() is { Parent: TryStatementSyntax { Catches.Count: 0, Block: var block } } && block.Span.Contains(take.Span);

    /// <summary>A release runs while nothing of the kind is known to be held.</summary>
    public void ReleasedUnheld(Value key, string kind, Call call, World world)
    {
        var (release, way) = (call.Operation, world.Trail);
        _unheld.Add((release, key, kind));
        _context.ReportIf(
            new Finding(FindingKind.ReleasedUnacquired, release.Syntax, null, Trail.After(way, null)) { Method = call.Method, ReleasedKind = kind },
            () => (IsMistake(key, kind, release, way) || IsBeforeTaking(key, kind, release, way)) && IsNobodys(key, kind) && !_context.IsReported(FindingKind.ReleasedUnacquired, release.Syntax));
    }

    // Given back elsewhere as well while it is not held, it is the caller's, who has it given up for a while, say. What others run, or
    // promise to callers, is theirs to tell.
    private bool IsNobodys(Value key, string kind) =>
        !_doubted.Contains((key, kind)) && _unheld.Count(u => u.Key == key && u.Kind == kind) == 1 && _context.Requirements?.Doubts.IsLeftToOthers(key, kind) == false &&
        _context.OwnContract is null && !IsCaptured(key) && !LeftByCallers.Has(kind, _context);

    private bool IsMistake(Value key, string kind, IOperation release, Trail? way) =>
        _held.TryGetValue((release, key, kind), out var sites) &&
        Jump(way, release.Syntax, kind) is var (start, end) && sites.All(site => start <= site.Call.Syntax.SpanStart && site.Call.Syntax.Span.End < end);

    private bool IsCaptured(Value key)
    {
        var root = _context.Symbols[_context.Symbols.RootOf(key)];
        return root.Origin == Origin.This ? _context.CapturesThis : root.Member is { } variable && _context.Captured.Contains(variable);
    }

    // What lies between the last jump that was decided on the way and where it has led to.
    private (int Start, int End)? Jump(Trail? way, SyntaxNode release, string kind)
    {
        while (way is { Kind: StepKind.Released } or { Kind: StepKind.Branch, IsOpen: false })
        {
            way = way.Previous;
        }

        if (way is not { Kind: StepKind.Branch } || ChosenBy(way, kind) is not { } chosen || IsComingAgain(release))
        {
            return null;
        }

        // Out of an else, the jump leads past the other branch too.
        var other = (chosen.Parent as ElseClauseSyntax)?.Parent as IfStatementSyntax;
        return Last(chosen) switch
        {
            GotoStatementSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: var name } } @goto when LabelOf(@goto, name) is { } label && label.SpanStart <= release.SpanStart =>
                (other?.Statement.SpanStart ?? @goto.Span.End, label.SpanStart),
            (ReturnStatementSyntax or ThrowStatementSyntax) and var jump when jump.FirstAncestorOrSelf<TryStatementSyntax>() is { Catches.Count: 0, Finally: { } clause } && clause.Span.Contains(release.Span) =>
                (other?.Statement.SpanStart ?? jump.Span.End, clause.SpanStart),
            _ => null,
        };
    }

    // The branch of the if statement that was taken, if an error has led there: anything else might say who holds the lock.
    private StatementSyntax? ChosenBy(Trail branch, string kind)
    {
        var (node, outcome) = (branch.Node, branch.Outcome);
        while (node.Parent is ParenthesizedExpressionSyntax or PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } ||
               node.Parent is BinaryExpressionSyntax both && (both.IsKind(SyntaxKind.LogicalOrExpression) ? outcome : both.IsKind(SyntaxKind.LogicalAndExpression) && !outcome))
        {
            outcome ^= node.Parent is PrefixUnaryExpressionSyntax;
            node = node.Parent;
        }

        return node.Parent is IfStatementSyntax chosen && chosen.Condition == node && (outcome ? chosen.Statement : chosen.Else?.Statement) is { } statement && (IsRefusal(statement) || IsAnswer(branch.Node, kind))
            ? statement
            : null;
    }

    // Whoever refuses to do anything does not hold the lock for the caller.
    private static bool IsRefusal(StatementSyntax statement) => Last(statement) is ThrowStatementSyntax { Expression: BaseObjectCreationExpressionSyntax };

    private static StatementSyntax? Last(StatementSyntax statement) => statement is BlockSyntax { Statements: var statements } ? statements.LastOrDefault() : statement;

    // A condition on nothing but what calls inside have answered that take something, or tell an error.
    private bool IsAnswer(SyntaxNode condition, string kind) => _context.Root?.Descendants().FirstOrDefault(o => o.Syntax == condition) is { } asked && IsAnswer(asked, kind);

    private bool IsAnswer(IOperation operation, string kind) => operation switch
    {
        { ConstantValue.HasValue: true } => true,
        IInvocationOperation { TargetMethod: var called } => IsAttempt(called) || _context.ErrorCodes.AreAnsweredBy(called) || IsStatusOfKeeper(called, kind),
        ILocalReferenceOperation { Local: { RefKind: RefKind.None } local } => IsAnswer(local, kind),
        IArrayElementReferenceOperation { ArrayReference: ILocalReferenceOperation { Local: var array } } => IsAnswerInElement(array, kind),
        IBinaryOperation { OperatorMethod: null } both => IsAnswer(both.LeftOperand, kind) && IsAnswer(both.RightOperand, kind),
        IUnaryOperation { OperatorMethod: null } not => IsAnswer(not.Operand, kind),
        IConversionOperation { OperatorMethod: null } conversion => IsAnswer(conversion.Operand, kind),
        IParenthesizedOperation inside => IsAnswer(inside.Operand, kind),
        IIsPatternOperation { Pattern: IConstantPatternOperation or INegatedPatternOperation { Pattern: IConstantPatternOperation } } test => IsAnswer(test.Value, kind),
        _ => false,
    };

    private bool IsAttempt(IMethodSymbol called) => _context.Contracts.Of(called) is { TellsHeld: null } contract && contract.Acquires.Any(clause => clause.When.Tests.Any(t => t.Left.Kind == OperandKind.Return));

    // Whoever describes how the lock is taken would say of a call that it takes it, or tells who has it: another number is none of that.
    private bool IsStatusOfKeeper(IMethodSymbol called, string kind) =>
        called.ReturnType.SpecialType is SpecialType.System_Int32 or SpecialType.System_Int64 && !called.IsInSourceOf(_context.Compilation) && !ClassLibrary.Has(called.ContainingType) &&
        _context.Contracts.Of(called)?.TellsHeld is null &&
        _context.Contracts.TakesOf(kind).Any(take => SymbolEqualityComparer.Default.Equals(take.ContainingAssembly, called.ContainingAssembly));

    // Given nothing but constants and answers, wherever that is.
    private bool IsAnswer(ILocalSymbol local, string kind)
    {
        if (_context.Captured.Contains(local) || _context.Unstable.Contains(local))
        {
            return false;
        }

        var given = new List<IOperation?>();
        foreach (var operation in _context.Root!.Descendants())
        {
            switch (operation)
            {
                case IVariableDeclaratorOperation declarator when SymbolEqualityComparer.Default.Equals(declarator.Symbol, local):
                    given.Add(declarator.GetVariableInitializer()?.Value ?? declarator);
                    break;
                case ILocalReferenceOperation reference when SymbolEqualityComparer.Default.Equals(reference.Local, local) && Closures.IsWritten(reference):
                    given.Add((reference.Parent as ISimpleAssignmentOperation)?.Value);
                    break;
            }
        }

        return given.Exists(g => g is not (IVariableDeclaratorOperation or { ConstantValue.HasValue: true })) &&
               given.TrueForAll(g => g is IVariableDeclaratorOperation || (g is not null && Evaluator.Unwrap(g) is { } value && (value.ConstantValue.HasValue || (value is IInvocationOperation && IsAnswer(value, kind)))));
    }

    // In a later round it may give back what an earlier one took for it.
    private static bool IsComingAgain(SyntaxNode release) =>
        LoopStatements.Contain(release) || IsJumpedBackTo(release);

    private static bool IsJumpedBackTo(SyntaxNode release) =>
        BodyOf(release).DescendantNodes().OfType<GotoStatementSyntax>().Any(jump =>
            jump.Expression is not IdentifierNameSyntax { Identifier.ValueText: var name } || LabelOf(jump, name) is not { } label || label.SpanStart < jump.SpanStart);

    private static LabeledStatementSyntax? LabelOf(GotoStatementSyntax jump, string name) =>
        BodyOf(jump).DescendantNodes().OfType<LabeledStatementSyntax>().FirstOrDefault(label => label.Identifier.ValueText == name);

    private static SyntaxNode BodyOf(SyntaxNode node) =>
        node.Ancestors().FirstOrDefault(LoopStatements.IsBodyOfItsOwn) ?? node.SyntaxTree.GetRoot();
}
