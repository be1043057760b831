using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Acquit.Analyzers.Flow;

/// <summary>
/// Locks and references of the caller's that are tried for, where the method ends alike whether it got them or not: so nobody can know
/// that there is one to give back.
/// </summary>
internal sealed class UntoldAttempts
{
    private readonly FlowContext _context;
    private readonly AnswerTold _answers;
    private readonly Dictionary<AcquireSite, List<Way>> _failed = new();
    private readonly List<(Resource Resource, Way Way)> _onceMore = new();
    private bool? _isSilent;
    private bool? _isStateful;

    public UntoldAttempts(FlowContext context)
    {
        _context = context;
        _answers = new AnswerTold(context);
    }

    /// <summary>One way in which the method ends.</summary>
    /// <param name="Answer">What it answers; null where that is nothing, or not known.</param>
    /// <param name="Facts">What is known then.</param>
    /// <param name="Flags">What the flags that the caller passes, or gets back, are.</param>
    internal sealed record Way(Outcome Outcome, Value? Answer, Facts Facts, ImmutableDictionary<int, bool> Flags)
    {
        public long? Code => Answer is { IsConstant: true } answer ? answer.Offset : null;

        // An error of its own, or one that is passed on and may be any.
        private bool IsSomeError => Outcome == Outcome.Failure && Answer is { IsConstant: false };

        /// <summary>Whether the caller may take it for another way.</summary>
        public bool IsAlike(Way other) =>
            Outcome == other.Outcome && (Code == other.Code || (IsSomeError && other.Code is { } code && Facts.Evaluate(TestOperator.Equal, Answer!.Value, Value.Constant(code)) != Truth.False)) &&
            Flags.All(f => !other.Flags.TryGetValue(f.Key, out var flag) || flag == f.Value);

        public bool IsTold(IMethodSymbol method) => Code is null && !IsSomeError && !method.ReturnsVoid;
    }

    /// <summary>The method is left, and the attempt has failed. What another call has got instead is there to give back all the same.</summary>
    public void Failed(Resource failed, World world, Way way)
    {
        if (world.Resources.Exists(r => r != failed && r.IsLive && r.Kind == failed.Kind && world.Facts.AreEqual(r.Key, failed.Key)))
        {
            return;
        }

        if (!_failed.TryGetValue(failed.Site, out var ways))
        {
            _failed.Add(failed.Site, ways = new());
        }

        ways.Add(way);
    }

    /// <summary>The method is left, and what was got is given back more often than that.</summary>
    public void ReleasedOnceMore(Resource resource, Way way) => _onceMore.Add((resource, way));

    /// <summary>
    /// Attempts of which one way gives back what was got, and what the caller may have held besides, while another gives back neither, and the
    /// method ends alike.
    /// </summary>
    public IEnumerable<AcquireSite> OnceMoreAlike() => _onceMore
        .Where(more => IsAsked(more.Resource, more.Way) && IsUntoldLock(more.Resource) && EndsLikeAFailure(more.Resource, more.Way) && IsSilentAbout(more.Resource.Kind))
        .Select(more => more.Resource.Site);

    /// <summary>Whether the method also ends like that without having got what is held here.</summary>
    public bool Include(Resource held, Way way) =>
        IsAsked(held, way) && (held.Status == Status.Maybe || EndsLikeAFailure(held, way)) &&
        (way.Code is not null || way.Answer is null || !LeftByCallers.GiveBack(held.Kind, _context)) &&
        (IsUntoldLock(held) || (IsUntoldReference(held, way.Outcome) && !IsStateful)) && IsSilentAbout(held.Kind);

    private bool IsAsked(Resource resource, Way way) =>
        resource.Site.Clause is { IsOptional: false, When.Tests.IsEmpty: false, Target.Path: null } &&
        _context.Owner is IMethodSymbol { MethodKind: MethodKind.Ordinary } method && !way.IsTold(method);

    private bool EndsLikeAFailure(Resource resource, Way way) => _failed.TryGetValue(resource.Site, out var ways) && ways.Exists(way.IsAlike);

    private bool IsUntoldLock(Resource held) =>
        _context.Contracts.BelongsToHolder(held.Kind) && !_context.Contracts.CanBeAsked(held.Kind) && !_answers.IsPassedOn(held.Site.Call);

    // Of a reference that others may count on, too: nobody has looked whether there is one, or nobody hears of what was seen. Whoever fails
    // for whatever reason keeps nothing. Of several that were got in part, the number tells which are left.
    private bool IsUntoldReference(Resource held, Outcome outcome) =>
        _context.Contracts.IsCounted(held.Kind) && !_context.Contracts.BelongsToHolder(held.Kind) &&
        ((held.Status == Status.Maybe && UnaskedAnswers.Has(held.Site.Call, _context)) ||
         (!held.IsContainer && (outcome == Outcome.Failure || !_answers.MayBeHeard(held.Site.Call))));

    /// <summary>Whether a body leaves nothing by which it could be told what it has done, but what it answers.</summary>
    public static bool LeavesNothingBehind(string kind, FlowContext context) => context.Owner is IMethodSymbol && new UntoldAttempts(context).IsSilentAbout(kind);

    private bool IsStateful => _isStateful ??=
        _context.Owner.ContainingType.GetMembers().OfType<IFieldSymbol>().Any(f => !f.IsConst && !f.IsReadOnly && !(_context.Owner.IsStatic && !f.IsStatic));

    // It leaves nothing behind by which it could be told, nor anybody who gives back later what it has taken.
    private bool IsSilentAbout(string kind) =>
        (_isSilent ??= LeavesNothing((IMethodSymbol)_context.Owner)) &&
        !(_context.Root!.Descendants().Any(o => o is IMethodReferenceOperation) && LeftByCallers.GiveBack(kind, _context));

    private bool LeavesNothing(IMethodSymbol method) =>
        method.Parameters.All(p => p.RefKind is RefKind.None or RefKind.In) &&
        _context.Root is { } root && !(IsStateful && IsAnyOwnCodeRun(method, root)) &&
        root.Descendants().All(o => o is not IAssignmentOperation assignment || IsLocal(assignment.Target) || IsTable(assignment)) &&
        root.Descendants().All(o => o is not (IAnonymousFunctionOperation or ILocalFunctionOperation or IIncrementOrDecrementOperation { Target: not ILocalReferenceOperation }) &&
                                    (o is not IMethodReferenceOperation { Method: var run } || (run.IsStatic && !IsStateful && SymbolEqualityComparer.Default.Equals(run.ContainingType, method.ContainingType))));

    // A new object is told which methods to run, whatever was done here.
    private static bool IsTable(IAssignmentOperation assignment) =>
        assignment is { Parent: IObjectOrCollectionInitializerOperation, Value: IDelegateCreationOperation { Target: IMethodReferenceOperation } or { ConstantValue.HasValue: true } };

    // The content of what the method has acquired itself.
    private bool IsOfOwn(IOperation content)
    {
        while (content is IPropertyReferenceOperation { Instance: { } holder })
        {
            content = holder;
        }

        if (content is not ILocalReferenceOperation { Local: { IsRef: false } local } || _context.Root is not { } root)
        {
            return false;
        }

        var given = root.Descendants().OfType<ILocalReferenceOperation>().Where(o => SymbolEqualityComparer.Default.Equals(o.Local, local) && Closures.IsWritten(o)).Select(o => (o.Parent as ISimpleAssignmentOperation)?.Value)
            .Concat(root.Descendants().OfType<IVariableDeclaratorOperation>().Where(o => SymbolEqualityComparer.Default.Equals(o.Symbol, local)).Select(o => o.GetVariableInitializer()?.Value).OfType<IOperation>());
        return given.All(value => value is not null && (value.ConstantValue.HasValue || (Evaluator.Unwrap(value) is IInvocationOperation call && Yields(call.TargetMethod))));
    }

    private bool Yields(IMethodSymbol called) =>
        (_context.Contracts.Of(called) ?? _context.Summaries.Of(called, false, _context.CancellationToken))?.Acquires.Any(a => a.Target.IsReturn) == true;

    // A field may be written by other members of the type, and by whoever is given the object. What it writes itself is seen.
    private static bool IsAnyOwnCodeRun(IMethodSymbol method, IOperation root) => root.Descendants().Any(o => o switch
    {
        IInvocationOperation call => SymbolEqualityComparer.Default.Equals(call.TargetMethod.ContainingType, method.ContainingType),
        IPropertyReferenceOperation { Property: var property } => SymbolEqualityComparer.Default.Equals(property.ContainingType, method.ContainingType),
        IInstanceReferenceOperation { Parent: not IMemberReferenceOperation } => true,
        _ => false,
    });

    private bool IsLocal(IOperation target) => target switch
    {
        ILocalReferenceOperation or IDiscardOperation => true,
        IArrayElementReferenceOperation { ArrayReference: ILocalReferenceOperation } => true,
        IPropertyReferenceOperation { Arguments.IsEmpty: false, Property.RefKind: not RefKind.None, Instance: { Type.IsRefLikeType: true } content } => IsOfOwn(content),
        ITupleOperation tuple => tuple.Elements.All(IsLocal),
        IDeclarationExpressionOperation => true,
        _ => false,
    };
}
