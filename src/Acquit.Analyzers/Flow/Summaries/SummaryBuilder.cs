using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Contracts.Binding;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Acquit.Analyzers.Flow.Summaries;

/// <summary>
/// Says in a contract what all the ways of returning from a method have in common. What happens in some of them only gets the
/// condition by which a caller can tell; where there is none, nothing is claimed.
/// </summary>
internal sealed class SummaryBuilder
{
    private readonly IMethodSymbol _method;
    private readonly FlowContext _context;
    private readonly EffectReader _reader;
    private readonly Distinction _distinction;
    private readonly IReadOnlyList<Outcome> _outcomes;

    private SummaryBuilder(IMethodSymbol method, FlowContext context, Evaluator evaluator, IReadOnlyList<Outcome> outcomes)
    {
        _method = method;
        _context = context;
        _reader = new EffectReader(method, context, evaluator);
        _distinction = new Distinction(method, _reader);
        _outcomes = outcomes;
    }

    public static MemberContract Build(IMethodSymbol method, FlowContext context, Evaluator evaluator, IReadOnlyList<Outcome> outcomes) =>
        new SummaryBuilder(method, context, evaluator, outcomes).Build();

    private MemberContract Build()
    {
        var effects = _outcomes.Select(o => _reader.Read(o).ToList()).ToList();
        var acquires = ImmutableArray.CreateBuilder<AcquireClause>();
        var releases = ImmutableArray.CreateBuilder<ReleaseClause>();
        var doubtful = new HashSet<(Target, string)>();
        var perhapsReleased = ImmutableArray.CreateBuilder<(Target, string)>();
        var perhapsAcquired = ImmutableArray.CreateBuilder<AcquireClause>();
        foreach (var subject in effects.SelectMany(e => e).Select(e => (e.Target, e.Kind)).Distinct())
        {
            Clauses(subject, effects, acquires, releases, doubtful, perhapsReleased, perhapsAcquired);
        }

        acquires.AddRange(LeftNamed.Of(_outcomes, _reader, _distinction));
        var parts = new PassedParts(_method, _context, _reader, _outcomes);
        var contents = ContentSummary.Of(_outcomes, _reader, _distinction);
        var same = SameAs(acquires);
        var tuple = new TupleParts(_method, _context.Symbols, _reader, _distinction, _outcomes);
        var aliases = _context.IsMaking ? Aliases() : tuple.Aliases();
        var kept = _method.Parameters.Where(p => p.RefKind is RefKind.None or RefKind.In).Select(p => (Parameter: p, When: KeptWhen(p, same, aliases))).ToList();
        return new MemberContract
        {
            Acquires = acquires.ToImmutable(),
            Releases = releases.ToImmutable(),
            PerhapsGone = new PerhapsGone(_context, _reader, _distinction, _outcomes).Clauses().ToImmutableArray(),
            Accesses = contents.Accesses,
            MarksDirty = contents.Marks,
            SameAs = same is null ? ImmutableArray<SameAsClause>.Empty : ImmutableArray.Create(same),
            Keeps = kept
                .Where(k => k.When is { Tests.IsEmpty: false })
                .ToImmutableDictionary(k => k.Parameter.Ordinal, k => k.When!),
            Doubtful = doubtful.ToImmutableArray(),
            PerhapsReleased = perhapsReleased.ToImmutable(),
            PerhapsAcquired = perhapsAcquired.ToImmutable(),
            OnlyAnswer = OnlyAnswer(),
            Answers = Answers(),
            AnswersToo = Passed(p => SymbolEqualityComparer.Default.Equals(p.Type, _method.ReturnType) && _outcomes.All(o => IsAnsweredToo(p, o))).Select(p => p.Ordinal).ToImmutableHashSet(),
            Counts = Passed(p => p.RefKind == RefKind.Ref && CountOf(p) is not null).ToImmutableDictionary(p => p.Ordinal, p => CountOf(p)!.Value),
            AnswersToNothing = AreAnswersTold() ? Summaries.AnswersToNothing.Of(_method, _context, _reader, parts, _outcomes) : ImmutableArray<(Target, AnswerRange)>.Empty,
            Untouched = parts.Untouched(),
            Exchanged = _method.Parameters.Where(p => _outcomes.Any(o => _reader.IsReplaced(Target.Parameter(p.Ordinal), o) && !_reader.IsNothing(p, o)))
                .Select(p => p.Ordinal).ToImmutableHashSet(),
            OnlyReplaced = parts.OnlyReplaced(),
            Overwritten = parts.Overwritten(),
            Aliases = aliases,
            PartsTold = tuple.Told(),
            TouchedVariables = _method.MethodKind == MethodKind.LocalFunction ? CapturedVariables.Touched(_method, _context.Symbols, _reader, _outcomes) : null,
            Borrows = kept
                .Where(k => k.When is null && !releases.Any(r => r.Target == Target.Parameter(k.Parameter.Ordinal)) &&
                            !doubtful.Any(d => d.Item1 == Target.Parameter(k.Parameter.Ordinal)))
                .Select(k => k.Parameter.Ordinal)
                .Concat(IsReceiverBorrowed(same) ? new[] { MemberContract.ReceiverOrdinal } : Array.Empty<int>())
                .ToImmutableHashSet(),
        };
    }

    // A body that is nothing but its answer stands for one that is yet to be written.
    private long? OnlyAnswer() =>
        !_method.IsAsync && OnlyAnswers.IsNumber(_method.ReturnType) && _context.Root is IMethodBodyOperation { BlockBody.Operations.Length: > 1 } &&
        _outcomes[0].Returned is { IsConstant: true } only && _outcomes.All(o => o.Returned == only)
            ? only.Offset
            : null;

    // What answers in different ways, and never in others.
    private ImmutableArray<AnswerClause> Answers()
    {
        var answers = ImmutableArray.CreateBuilder<AnswerClause>();
        if (OnlyAnswers.IsNumber(OperandTypes.Awaited(_method.ReturnType)))
        {
            Add(Target.Return, o => o.Returned);
        }

        foreach (var parameter in _method.Parameters.Where(p => p.RefKind is RefKind.Ref or RefKind.Out && OnlyAnswers.IsNumber(p.Type)))
        {
            Add(Target.Parameter(parameter.Ordinal), o => _reader.Final(parameter, o));
        }

        return answers.ToImmutable();

        void Add(Target target, Func<Outcome, Value?> valueIn)
        {
            var values = _outcomes.Select(valueIn).Distinct().ToList();
            if (values.Count > 1 && values.TrueForAll(v => v is { IsConstant: true }))
            {
                answers.Add(new AnswerClause(target, values.Select(v => v!.Value.Offset).OrderBy(n => n).ToImmutableArray()));
            }
        }
    }

    // Numbers and flags that are passed by reference.
    private IEnumerable<IParameterSymbol> Passed(Func<IParameterSymbol, bool> which) =>
        _method.IsAsync ? Enumerable.Empty<IParameterSymbol>() : _method.Parameters.Where(p => p.RefKind is RefKind.Ref or RefKind.Out && OnlyAnswers.IsNumber(p.Type) && which(p));

    private bool IsAnsweredToo(IParameterSymbol parameter, Outcome outcome) =>
        outcome.Returned is { } returned && _reader.Final(parameter, outcome) is { } final &&
        (outcome.World.Facts.AreEqual(returned, final) || (returned.IsConstant && final.Offset == 0 && _context.Symbols[final.Symbol].Formula is { } formula &&
            outcome.World.Evaluate(formula) is var truth and not Truth.Unknown && (truth == Truth.True ? Value.One : Value.Zero) == returned));

    private long? CountOf(IParameterSymbol parameter)
    {
        var entry = _reader.Entry(parameter);
        return _reader.Final(parameter, _outcomes[0]) is { Offset: not 0 } final && final.Symbol == entry.Symbol && _outcomes.All(o => _reader.Final(parameter, o) == final) ? final.Offset : null;
    }

    private bool AreAnswersTold() =>
        !_method.IsAsync && OnlyAnswers.IsNumber(_method.ReturnType) && _outcomes.Count > 1 && _outcomes.All(o => o.Returned is { IsConstant: true });

    // An answer that always comes with something held, of those that may.
    private Condition? Surely(List<List<Effect>> perOutcome)
    {
        foreach (var answer in _outcomes.Select(o => o.Returned).OfType<Value>().Where(r => r.IsConstant).Distinct())
        {
            var these = Where(i => _outcomes[i].Returned == answer);
            if (Enumerable.Range(0, _outcomes.Count).All(i => _outcomes[i].Returned != answer || perOutcome[i].Count == 1) &&
                _distinction.Between(these, _outcomes.Except(these).ToList()) is { Tests.IsEmpty: false } condition)
            {
                return condition;
            }
        }

        return null;
    }

    private void Clauses(
        (Target Target, string Kind) subject, List<List<Effect>> effects, ImmutableArray<AcquireClause>.Builder acquires,
        ImmutableArray<ReleaseClause>.Builder releases, HashSet<(Target, string)> doubtful, ImmutableArray<(Target, string)>.Builder perhapsReleased,
        ImmutableArray<AcquireClause>.Builder perhapsAcquired)
    {
        var perOutcome = effects.Select(e => e.Where(x => (x.Target, x.Kind) == subject).ToList()).ToList();
        var variants = new List<Effect>();
        foreach (var found in perOutcome)
        {
            if (found.Count > 1 || (found.Count == 1 && found[0].IsUnclear))
            {
                doubtful.Add(subject);
                if (found.TrueForAll(f => f is { IsUnclear: false, Count: null, UnlessNull: false }) && found.Exists(f => f is { IsAcquired: false, Release.IfHeld: false }))
                {
                    // Given up and taken again.
                    perhapsReleased.Add(subject);
                }

                return;
            }

            if (found.Count == 1 && !variants.Exists(v => v.IsSameAs(found[0])))
            {
                variants.Add(found[0]);
            }
        }

        List<Condition?> Conditions(Func<Outcome, Effect, bool> isNothing) => variants.Select(variant => _distinction.Between(
            Where(i => perOutcome[i].Count == 1 && perOutcome[i][0].IsSameAs(variant)),
            Where(i => perOutcome[i].Count == 0 ? !IsNone(variant, _outcomes[i]) && !isNothing(_outcomes[i], variant) : !perOutcome[i][0].IsSameAs(variant)))).ToList();

        var conditions = Conditions((_, _) => false);

        // Where nothing else tells, the member itself does: it is null unless something is held in it.
        var isToldByNull = conditions.Contains(null) && (subject.Target.Path is not null || variants.TrueForAll(v => v.IsAcquired)) &&
            _reader.MayBeToldByNull(subject.Target, _outcomes);

        // What the call answers may tell all that it did, but for having found something there.
        var isNullBefore = false;
        if (isToldByNull && Conditions((outcome, effect) => _reader.IsAsItWas(outcome, effect) && _reader.WasThere(outcome, effect)) is var answered && !answered.Contains(null))
        {
            (conditions, isToldByNull, isNullBefore) = (answered, false, true);
        }

        if (isToldByNull)
        {
            conditions = Conditions(_reader.IsNullIn);
        }

        if (isToldByNull && conditions.Contains(null))
        {
            isNullBefore = true;
            conditions = Conditions((outcome, effect) => _reader.IsNullIn(outcome, effect) || _reader.IsAsItWas(outcome, effect));
        }

        if (conditions.Contains(null))
        {
            doubtful.Add(subject);
            if (variants.TrueForAll(v => v is { IsAcquired: false, Count: null, UnlessNull: false }))
            {
                perhapsReleased.Add(subject);
            }
            else if (_context.Contracts.BelongsToHolder(subject.Kind) && !_context.Contracts.CanBeAsked(subject.Kind) && subject.Target is { Kind: TargetKind.Parameter, Path: null } &&
                     variants.TrueForAll(v => v is { IsAcquired: true, Count: null }) && !_outcomes.Any(o => o.World.Published.Contains(_reader.Entry(_method.Parameters[subject.Target.Ordinal]).Symbol)) && UntoldAttempts.LeavesNothingBehind(subject.Kind, _context))
            {
                perhapsAcquired.Add(variants[0].Acquire! with { Target = subject.Target, When = Condition.Always });
            }

            return;
        }

        if (isToldByNull)
        {
            // Some answers tell by themselves that there is nothing.
            for (var i = 0; i < variants.Count; i++)
            {
                var these = Where(o => perOutcome[o].Count == 1 && perOutcome[o][0].IsSameAs(variants[i]));
                if (variants[i].IsAcquired && _distinction.AnswerOnly(these, Where(o => perOutcome[o].Count == 0)) is { } answer && !conditions[i]!.Tests.Contains(answer))
                {
                    conditions[i] = new Condition(conditions[i]!.Tests.Add(answer));
                }
            }
        }

        // A member, or a variable of the caller's, that is null where nothing is held tells it as well as what the call answers.
        var isPassed = subject.Target.Kind == TargetKind.Parameter && variants.Count == 1 && variants[0].IsAcquired;
        var isMember = isPassed && subject.Target.Path is not null;
        var isTold = isPassed && !isToldByNull && !conditions[0]!.Tests.IsEmpty && (isMember || _reader.IsFilledIn(subject.Target));
        var without = isTold ? Enumerable.Range(0, _outcomes.Count).Where(o => perOutcome[o].Count == 0).ToList() : new List<int>();
        var isNullOtherwise = isTold && without.TrueForAll(o => _reader.IsNullIn(_outcomes[o], variants[0]) || _reader.IsAsItWas(_outcomes[o], variants[0]));
        var surely = isMember && isToldByNull ? Surely(perOutcome) : null;
        if (isNullOtherwise && without.Exists(o => !_reader.IsNullIn(_outcomes[o], variants[0])))
        {
            isNullBefore = true;
        }

        var isPutThere = isPassed && Enumerable.Range(0, _outcomes.Count).Any(o => perOutcome[o].Count > 0 && _reader.IsReplaced(subject.Target, _outcomes[o]));
        for (var i = 0; i < variants.Count; i++)
        {
            var (variant, condition) = (variants[i], conditions[i]!);
            if (variant.Acquire is { } acquire)
            {
                acquires.Add(acquire with
                {
                    Target = subject.Target, When = condition, Count = variant.Count, IfNotNull = isToldByNull, IfNullBefore = isNullBefore,
                    IsNullOtherwise = isNullOtherwise || (isToldByNull && !condition.Tests.IsEmpty), Surely = surely, IsPutThere = isPutThere,
                    Made = perOutcome.TrueForAll(found => found.Count == 0 || SymbolEqualityComparer.Default.Equals(found[0].Acquire?.Made, acquire.Made)) ? acquire.Made : null,
                });
            }
            else
            {
                if (variant.UnlessNull && condition.Tests.IsEmpty && subject.Target is { Kind: TargetKind.Parameter, Path: null })
                {
                    condition = new Condition(ImmutableArray.Create(
                        new Test(Operand.Parameter(subject.Target.Ordinal), TestOperator.NotEqual, Operand.Number(0))));
                }

                // What a member is tested for before it is given back, it need not be.
                var isTested = subject.Target.Path is not null && (variant.UnlessNull || isToldByNull);
                releases.Add(variant.Release! with
                {
                    Target = subject.Target, When = condition, Count = variant.Count, IfHeld = variant.Release.IfHeld || isTested,
                    LeavesNamed = !variant.Release.IfHeld && Enumerable.Range(0, _outcomes.Count).All(o => perOutcome[o].Count == 0 || _reader.IsLeftNamed(_outcomes[o], perOutcome[o][0])),
                });
            }
        }
    }

    // None were asked for, so none are held.
    private bool IsNone(Effect variant, Outcome outcome) =>
        _reader.SizeOf(variant, outcome) is { } size && outcome.World.Facts.Upper(size, Value.Zero) <= 0;

    private List<Outcome> Where(Func<int, bool> which) => Enumerable.Range(0, _outcomes.Count).Where(which).Select(i => _outcomes[i]).ToList();

    // Hands back what it was given, whatever way it returns.
    private SameAsClause? SameAs(IEnumerable<AcquireClause> acquires)
    {
        if (_method.ReturnsVoid || acquires.Any(a => a.Target.Kind == TargetKind.Return))
        {
            return null;
        }

        if (_method is { IsStatic: false, IsAsync: false, ContainingType.IsReferenceType: true } && _outcomes.All(o => o.Returned == new Value(_context.Symbols.Get(Origin.This), 0)))
        {
            return new SameAsClause(Target.Return, Target.Receiver);
        }

        foreach (var parameter in _method.Parameters.Where(p => p.RefKind == RefKind.None))
        {
            if (_outcomes.All(o => o.Returned == _reader.Entry(parameter)))
            {
                return new SameAsClause(Target.Return, Target.Parameter(parameter.Ordinal));
            }
        }

        return null;
    }

    // What a new object was given is what its members name, however it was made.
    private ImmutableArray<(Target, Target)> Aliases()
    {
        var self = new Value(_context.Symbols.Get(Origin.This), 0);
        return _outcomes[0].World.Places
            .Where(p => p.Key.Kind == PlaceKind.Member && p.Key.Base == self && p.Value is { IsConstant: false, Offset: 0 } &&
                        _outcomes.All(o => o.World.Places.TryGetValue(p.Key, out var value) && value == p.Value))
            .Select(p => (Member: _context.Symbols.Interned(p.Key.Id), Source: _reader.Entered(p.Value)))
            .Where(p => p is { Member: not null, Source: { Kind: TargetKind.Parameter } })
            .Select(p => (new Target(TargetKind.Receiver, -1, new MemberPath(ImmutableArray.Create(p.Member!), false)), p.Source!.Value))
            .ToImmutableArray();
    }

    private bool IsReceiverBorrowed(SameAsClause? same)
    {
        var self = new Value(_context.Symbols.Get(Origin.This), 0);
        return !_method.IsStatic && !_outcomes.Any(o => o.World.Published.Contains(self.Symbol) || (same?.Source.IsReceiver != true && _reader.IsReturned(self, o)));
    }

    // Null when it never is.
    private Condition? KeptWhen(IParameterSymbol parameter, SameAsClause? same, ImmutableArray<(Target Member, Target Source)> aliases)
    {
        var entry = _reader.Entry(parameter);
        var isNamed = same?.Source == Target.Parameter(parameter.Ordinal) || aliases.Any(a => a.Member.Kind == TargetKind.Return && a.Source == Target.Parameter(parameter.Ordinal));
        bool IsKept(Outcome o) =>
            o.World.Published.Contains(entry.Symbol) || (!isNamed && _reader.IsReturned(entry, o)) ||
            (!OperandTypes.IsPlain(parameter.Type) && _reader.IsPassedOut(entry, o));

        var keeping = _outcomes.Where(IsKept).ToList();
        return keeping.Count == 0 ? null : _distinction.Between(keeping, _outcomes.Except(keeping).ToList()) ?? Condition.Always;
    }
}
