using System.Collections.Immutable;
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
    private readonly Dictionary<AcquireSite, List<(Outcome Outcome, long? Code, ImmutableDictionary<int, bool> Flags)>> _failed = new();
    private bool? _isSilent;

    public UntoldAttempts(FlowContext context)
    {
        _context = context;
        _answers = new AnswerTold(context);
    }

    /// <summary>The method is left, and the attempt has failed. What another call has got instead is there to give back all the same.</summary>
    public void Failed(Resource failed, World world, Outcome outcome, long? code, ImmutableDictionary<int, bool> flags)
    {
        if (world.Resources.Exists(r => r != failed && r.IsLive && r.Kind == failed.Kind && world.Facts.AreEqual(r.Key, failed.Key)))
        {
            return;
        }

        if (!_failed.TryGetValue(failed.Site, out var ways))
        {
            _failed.Add(failed.Site, ways = new());
        }

        ways.Add((outcome, code, flags));
    }

    /// <summary>Whether the method also ends like that without having got what is held here.</summary>
    public bool Include(Resource held, Outcome outcome, long? code, ImmutableDictionary<int, bool> flags) =>
        held.Site.Clause is { IsOptional: false, When.Tests.IsEmpty: false, Target.Path: null } &&
        _context.Owner is IMethodSymbol { MethodKind: MethodKind.Ordinary } method && (code is not null || method.ReturnsVoid) &&
        (held.Status == Status.Maybe ||
         (_failed.TryGetValue(held.Site, out var ways) && ways.Exists(w => w.Outcome == outcome && w.Code == code && flags.All(f => !w.Flags.TryGetValue(f.Key, out var other) || other == f.Value)))) &&
        (IsUntoldLock(held) || IsUntoldReference(held, outcome)) &&
        (_isSilent ??= IsSilent(method));

    private bool IsUntoldLock(Resource held) =>
        _context.Contracts.BelongsToHolder(held.Kind) && !_context.Contracts.CanBeAsked(held.Kind) && !_answers.IsPassedOn(held.Site.Call);

    // Of a reference that others may count on, too: nobody has looked whether there is one, or nobody hears of what was seen. Whoever fails
    // for whatever reason keeps nothing. Of several that were got in part, the number tells which are left.
    private bool IsUntoldReference(Resource held, Outcome outcome) =>
        _context.Contracts.IsCounted(held.Kind) && !_context.Contracts.BelongsToHolder(held.Kind) &&
        ((held.Status == Status.Maybe && UnaskedAnswers.Has(held.Site.Call, _context)) ||
         (!held.IsContainer && (outcome == Outcome.Failure || !_answers.MayBeHeard(held.Site.Call))));

    // It leaves nothing behind by which it could be told.
    private bool IsSilent(IMethodSymbol method) =>
        method.Parameters.All(p => p.RefKind is RefKind.None or RefKind.In) &&
        method.ContainingType.GetMembers().OfType<IFieldSymbol>().All(f => f.IsConst || f.IsReadOnly || (method.IsStatic && !f.IsStatic)) &&
        _context.Root is { } root && root.Descendants().All(o => o is not IAssignmentOperation assignment || IsLocal(assignment.Target)) &&
        root.Descendants().All(o => o is not (IAnonymousFunctionOperation or ILocalFunctionOperation or IMethodReferenceOperation or IIncrementOrDecrementOperation { Target: not ILocalReferenceOperation }));

    private static bool IsLocal(IOperation target) => target switch
    {
        ILocalReferenceOperation or IDiscardOperation => true,
        IArrayElementReferenceOperation { ArrayReference: ILocalReferenceOperation } => true,
        ITupleOperation tuple => tuple.Elements.All(IsLocal),
        IDeclarationExpressionOperation => true,
        _ => false,
    };
}
