using Acquit.Analyzers.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Acquit.Analyzers.Flow;

/// <summary>
/// Locks that a method takes before it gives them back, but for ways that go past the taking: an error that leads to the label behind
/// it, say. The lock is none that the caller had, or taking it would wait for ever; and the caller cannot know which way it will be where
/// that hangs on nothing but what calls inside have answered.
/// </summary>
internal sealed class SkippedAcquires
{
    /// <summary>Ways that come to one release with the lock held and are kept.</summary>
    private const int MaxWays = 16;

    private readonly FlowContext _context;
    private readonly Dictionary<(IOperation Release, Value Key, string Kind), List<(Trail? Trail, Facts Facts)>> _held = new();
    private readonly HashSet<(IOperation Release, Value Key, string Kind)> _unheld = new();
    private readonly HashSet<(Value Key, string Kind)> _doubted = new();
    private readonly Dictionary<SyntaxNode, bool> _inner = new();
    private bool? _goesBack;

    public SkippedAcquires(FlowContext context) => _context = context;

    /// <summary>A helper may have taken it, or given it back.</summary>
    public void Doubt(Value key, string kind) => _doubted.Add((key, kind));

    /// <summary>A release runs while its lock is held.</summary>
    public void Released(Resource live, IOperation release, World world)
    {
        if (live is { Unsure: false, Escaped: false, Foreign: false } && live.Site.Call.Syntax.SpanStart < release.Syntax.SpanStart && Locks.TakenOnce.Is(live, _context))
        {
            if (!_held.TryGetValue((release, live.Key, live.Kind), out var ways))
            {
                _held.Add((release, live.Key, live.Kind), ways = new());
            }

            if (ways.Count < MaxWays)
            {
                ways.Add((world.Trail, world.Facts.Clone()));
            }
        }
    }

    /// <summary>A release runs while nothing of the kind is held.</summary>
    /// <param name="finding">What is to be reported if that turns out to be a mistake.</param>
    public void ReleasedUnheld(Value key, string kind, IOperation release, Finding finding, World world)
    {
        _unheld.Add((release, key, kind));
        var (way, facts) = (world.Trail, world.Facts.Clone());
        _context.ReportIf(finding, () => IsMistake(key, kind, release, way, facts));
    }

    private bool IsMistake(Value key, string kind, IOperation release, Trail? way, Facts facts)
    {
        if (!_held.TryGetValue((release, key, kind), out var ways) || _doubted.Contains((key, kind)) || _unheld.Count(u => u.Key == key && u.Kind == kind) > 1 ||
            _context.Requirements?.Doubts.IsLeftToOthers(key, kind) != false || MayComeAgain(release.Syntax))
        {
            return false;
        }

        var asked = Trail.After(way, null).Where(step => step is { Kind: StepKind.Branch, IsOpen: true }).ToList();
        return asked.Exists(step => IsInner(step.Node)) && ways.Exists(held => Trail.After(held.Trail, null) is var taken && asked.TrueForAll(step =>
            IsInner(step.Node) || MayBeTheSame(step.Node, facts, held.Facts) || taken.Any(other => other.Kind == StepKind.Branch && other.Node == step.Node && other.Outcome == step.Outcome)));
    }

    // A flag that was passed, and that is the same on both ways as far as is known: several ways may have become the one.
    private bool MayBeTheSame(SyntaxNode condition, Facts facts, Facts held)
    {
        var asked = _context.Root?.Descendants().FirstOrDefault(o => o.Syntax == condition);
        while (asked is IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, OperatorMethod: null } not)
        {
            asked = not.Operand;
        }

        return asked is IParameterReferenceOperation { Parameter: { RefKind: RefKind.None, Type.SpecialType: SpecialType.System_Boolean } flag } &&
               !_context.Captured.Contains(flag) && !_context.Root!.Descendants().Any(o => o is IParameterReferenceOperation { Parameter: var other } && SymbolEqualityComparer.Default.Equals(other, flag) && Closures.IsWritten(o)) &&
               _context.Symbols.Get(Origin.Parameter, member: flag) is var symbol && facts.Interval(symbol) is var (low, high) && held.Interval(symbol) is var (heldLow, heldHigh) &&
               heldLow <= low && high <= heldHigh;
    }

    // In a later round it may give back what an earlier one took for it.
    private bool MayComeAgain(SyntaxNode release) =>
        release.Ancestors().Any(n => n is ForStatementSyntax or WhileStatementSyntax or DoStatementSyntax or CommonForEachStatementSyntax) ||
        (_goesBack ??= GoesBack());

    private bool GoesBack() => _context.Root?.Syntax is not { } body || body.DescendantNodes().OfType<GotoStatementSyntax>().Any(jump =>
        jump.Expression is not IdentifierNameSyntax { Identifier.ValueText: var name } ||
        body.DescendantNodes().OfType<LabeledStatementSyntax>().Any(label => label.Identifier.ValueText == name && label.SpanStart < jump.SpanStart));

    // A condition on nothing but what described calls have answered.
    private bool IsInner(SyntaxNode condition)
    {
        if (!_inner.TryGetValue(condition, out var known))
        {
            _inner.Add(condition, known = _context.Root?.Descendants().FirstOrDefault(o => o.Syntax == condition) is { } asked && IsAnswer(asked));
        }

        return known;
    }

    private bool IsAnswer(IOperation operation) => operation switch
    {
        { ConstantValue.HasValue: true } => true,
        IInvocationOperation call => IsDescribed(call),
        ILocalReferenceOperation { Local.RefKind: RefKind.None } local => IsAnswer(local.Local),
        IBinaryOperation { OperatorMethod: null } both => IsAnswer(both.LeftOperand) && IsAnswer(both.RightOperand),
        IUnaryOperation { OperatorMethod: null } not => IsAnswer(not.Operand),
        IConversionOperation { OperatorMethod: null } conversion => IsAnswer(conversion.Operand),
        IParenthesizedOperation inside => IsAnswer(inside.Operand),
        IIsPatternOperation { Pattern: IConstantPatternOperation or INegatedPatternOperation { Pattern: IConstantPatternOperation } } test => IsAnswer(test.Value),
        _ => false,
    };

    private bool IsDescribed(IInvocationOperation call) =>
        _context.Contracts.Of(call.TargetMethod) is { TellsHeld: null } contract && (!contract.Acquires.IsEmpty || !contract.Releases.IsEmpty || !contract.Requires.IsEmpty);

    // Given nothing but constants and answers, wherever that is.
    private bool IsAnswer(ILocalSymbol local)
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
                    given.Add(declarator.GetVariableInitializer()?.Value ?? (declarator.Initializer is null && declarator.Parent is IVariableDeclarationOperation ? declarator : null));
                    break;
                case ILocalReferenceOperation reference when SymbolEqualityComparer.Default.Equals(reference.Local, local) && Closures.IsWritten(reference):
                    given.Add((reference.Parent as ISimpleAssignmentOperation)?.Value);
                    break;
            }
        }

        return given.TrueForAll(g => g is IVariableDeclaratorOperation || (g is not null && Evaluator.Unwrap(g) is { } value && (value.ConstantValue.HasValue || (value is IInvocationOperation call && IsDescribed(call)))));
    }
}
