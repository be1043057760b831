using System.Collections.Immutable;
using Acquit.Analyzers.Contracts.Language;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Contracts.Binding;

/// <summary>Resolves the clauses said of a method against it. A clause with a mistake is left out; the others hold.</summary>
internal sealed class ContractBinder
{
    private readonly IMethodSymbol _method;
    private readonly ReleaseNames? _releaseNames;
    private readonly ConditionBinder _conditions;
    private readonly List<ContractError> _errors;

    private readonly ImmutableArray<AcquireClause>.Builder _acquires = ImmutableArray.CreateBuilder<AcquireClause>();
    private readonly ImmutableArray<ReleaseClause>.Builder _releases = ImmutableArray.CreateBuilder<ReleaseClause>();
    private readonly ImmutableArray<ContextClause>.Builder _contexts = ImmutableArray.CreateBuilder<ContextClause>();
    private readonly ImmutableArray<string>.Builder _runsIn = ImmutableArray.CreateBuilder<string>();
    private readonly ImmutableArray<RequireClause>.Builder _requires = ImmutableArray.CreateBuilder<RequireClause>();
    private readonly ImmutableArray<RunClause>.Builder _mayRun = ImmutableArray.CreateBuilder<RunClause>();
    private readonly ImmutableArray<ForbidClause>.Builder _forbids = ImmutableArray.CreateBuilder<ForbidClause>();
    private readonly ImmutableArray<AccessClause>.Builder _accesses = ImmutableArray.CreateBuilder<AccessClause>();
    private readonly ImmutableArray<DirtyClause>.Builder _dirties = ImmutableArray.CreateBuilder<DirtyClause>();
    private readonly ImmutableArray<SameAsClause>.Builder _sameAs = ImmutableArray.CreateBuilder<SameAsClause>();
    private readonly ImmutableArray<LookUpClause>.Builder _looksUp = ImmutableArray.CreateBuilder<LookUpClause>();
    private readonly ImmutableArray<CodeClause>.Builder _codes = ImmutableArray.CreateBuilder<CodeClause>();
    private readonly ImmutableHashSet<int>.Builder _borrows = ImmutableHashSet.CreateBuilder<int>();
    private ImmutableDictionary<int, ImmutableArray<string>> _parameterRunsIn = ImmutableDictionary<int, ImmutableArray<string>>.Empty;
    private TellClause? _tellsHeld;
    private SuccessorClause? _replacedBy;

    private ContractBinder(IMethodSymbol method, List<ContractError> errors, ReleaseNames? releaseNames)
    {
        _method = method;
        _errors = errors;
        _releaseNames = releaseNames;
        _conditions = new ConditionBinder(method);
    }

    /// <summary>Resolves clauses; null when none of them holds.</summary>
    /// <param name="releaseNames">What the names in clauses are looked up in; null when it is not asked what is wrong with them.</param>
    public static MemberContract? Bind(
        IMethodSymbol method, IEnumerable<Clause> clauses, List<ContractError> errors, ReleaseNames? releaseNames = null)
    {
        var binder = new ContractBinder(method, errors, releaseNames);
        var holds = false;
        var said = clauses as IReadOnlyCollection<Clause> ?? clauses.ToList();
        foreach (var clause in said)
        {
            holds |= binder.Add(clause);
        }

        if (releaseNames is not null)
        {
            errors.AddRange(Contradictions.In(said));
        }

        return holds ? binder.Contract() : null;
    }

    private MemberContract Contract() => new()
    {
        Acquires = _acquires.ToImmutable(),
        Releases = _releases.ToImmutable(),
        Contexts = _contexts.ToImmutable(),
        RunsIn = _runsIn.ToImmutable(),
        ParameterRunsIn = _parameterRunsIn,
        Requires = _requires.ToImmutable(),
        MayRun = _mayRun.ToImmutable(),
        Forbids = _forbids.ToImmutable(),
        Accesses = _accesses.ToImmutable(),
        MarksDirty = _dirties.ToImmutable(),
        SameAs = _sameAs.ToImmutable(),
        LooksUp = _looksUp.ToImmutable(),
        Codes = _codes.ToImmutable(),
        Borrows = _borrows.ToImmutable(),
        TellsHeld = _tellsHeld,
        ReplacedBy = _replacedBy,
    };

    private bool Add(Clause clause)
    {
        var before = _errors.Count;
        var name = Object(clause);
        if (clause.Subject.Kind == SubjectKind.AllParameters)
        {
            return AddToAllParameters(clause);
        }

        var target = new TargetBinder(_method, _errors).Bind(clause);
        var path = clause.Of is { } way && target is { } whole ? new PathBinder(_method, _errors).Bind(way, whole) : null;
        var when = clause.When is { } condition ? _conditions.Bind(condition, _errors) : Condition.Always;
        var passing = clause.Passing is { } added ? _conditions.Bind(added, _errors) : Condition.Always;
        var count = clause.Count is { } quantity ? _conditions.BindCount(quantity, _errors) : null;
        var start = clause.Start is { } first ? _conditions.BindCount(first, _errors) : null;
        if (clause.Verb == Verb.Forbids && clause.When is null)
        {
            _errors.Add(clause.VerbPhrase.Error("a contract that forbids needs a condition ('When') that says which arguments are the mistake"));
        }

        if (passing?.Tests.Any(test => test.Operator != TestOperator.Has || test.Left.Kind != OperandKind.Parameter) == true)
        {
            _errors.Add(clause.Passing!.Value.Error("what is passed besides are flags: 'parameter has Flag'"));
        }

        if (clause.Order is { Text: not "lifo" } order)
        {
            _errors.Add(order.Error($"'{order.Text}' is not an order; expected 'lifo'"));
        }

        if (clause.Verb == Verb.RunsIn && target is { Kind: TargetKind.Parameter, Ordinal: var code }
            && CodeContext.ErrorIn(clause, _method.Parameters[code].Type) is { } notCode)
        {
            _errors.Add(notCode);
        }

        NotEmpty(clause.ReleasedBy, "the name of a release");
        NotEmpty(clause.Enters, "a context");
        NotEmpty(clause.Implies, "a kind");
        NotEmpty(clause.PinnedBy, "the name of what pins");
        NotEmpty(clause.Spares, "a kind");
        NotEmpty(clause.Under, "a kind");
        NotEmpty(clause.Use, "the name of what to call");
        NotEmpty(clause.Because, "a sentence");
        var releasedBy = Names(clause.ReleasedBy);
        var implies = Names(clause.Implies);
        if (_errors.Count == before && clause is { ReleasedBy: { } release, ReleasedByIsBound: false })
        {
            _releaseNames?.Check(_method, target!.Value, release, releasedBy, _errors);
        }

        if (_errors.Count == before && clause is { Verb: Verb.Acquires, ReleasedBy: { } named })
        {
            _releaseNames?.CheckKind(_method, target!.Value, name!, implies, named, releasedBy, _errors);
        }

        if (_errors.Count == before && clause is { Verb: Verb.ReplacedBy, Object: { } successor })
        {
            _releaseNames?.CheckSuccessor(_method, successor, _errors);
        }

        if (_errors.Count == before && clause.Use is { } alternative)
        {
            _releaseNames?.CheckAlternative(_method, alternative, _errors);
        }

        if (_errors.Count != before)
        {
            return false;
        }

        switch (clause.Verb)
        {
            case Verb.Acquires:
                _acquires.Add(new AcquireClause(
                    target!.Value, name!, when!, count, releasedBy, clause.Enters?.Text, implies, clause.Order is not null, clause.Because?.Text)
                    {
                        IsOptional = clause.Optional,
                        PinnedBy = clause.PinnedBy?.Text,
                        Spares = clause.Spares?.Text,
                    });
                break;
            case Verb.Releases or Verb.Consumes:
                _releases.Add(new ReleaseClause(target!.Value, name!, when!, count, clause.Verb == Verb.Consumes, clause.Because?.Text)
                {
                    IfHeld = clause.IfHeld,
                });
                break;
            case Verb.OnlyIn or Verb.NotIn:
                _contexts.Add(new ContextClause(name!, when!, clause.Verb == Verb.OnlyIn, clause.Use?.Text, clause.Because?.Text));
                break;
            case Verb.MayRun:
                _mayRun.Add(new RunClause(name!, when!, clause.Because?.Text));
                break;
            case Verb.RequiresHeld or Verb.RequiresNotHeld:
                _requires.Add(new RequireClause(target!.Value with { Path = path }, name!, when!, clause.Verb == Verb.RequiresHeld, clause.Because?.Text));
                break;
            case Verb.Forbids:
                _forbids.Add(new ForbidClause(target!.Value, when!, clause.Use?.Text, clause.Because?.Text));
                break;
            case Verb.RunsIn when target!.Value.Kind == TargetKind.Parameter:
                _parameterRunsIn = _parameterRunsIn.SetItem(
                    target.Value.Ordinal, _parameterRunsIn.GetValueOrDefault(target.Value.Ordinal, ImmutableArray<string>.Empty).Add(name!));
                break;
            case Verb.RunsIn:
                _runsIn.Add(name!);
                break;
            case Verb.Borrows:
                _borrows.Add(target!.Value.Ordinal);
                break;
            case Verb.Accesses:
                _accesses.Add(new AccessClause(target!.Value, AccessWords.Of(name!)!.Value) { When = when! });
                break;
            case Verb.MarksDirty:
                _dirties.Add(new DirtyClause(target!.Value, when!, clause.Locked, clause.Under?.Text));
                break;
            case Verb.Carries:
                _codes.Add(new CodeClause(target!.Value, name!, when!, Names(clause.Use)));
                break;
            case Verb.SameAs when Source(clause) is { } source:
                _sameAs.Add(new SameAsClause(target!.Value, source, start, count, clause.View));
                break;
            case Verb.LooksUp when Source(clause) is { } source:
                _looksUp.Add(new LookUpClause(target!.Value, source, releasedBy));
                break;
            case Verb.SameAs or Verb.LooksUp:
                return false;
            case Verb.TellsHeld:
                return AddTellsHeld(clause, target!.Value, name!, when!);
            case Verb.ReplacedBy:
                _replacedBy = new SuccessorClause(name!, passing!, clause.Because?.Text);
                break;
        }

        return true;
    }

    private bool AddToAllParameters(Clause clause)
    {
        if (clause.Verb != Verb.Borrows)
        {
            _errors.Add(clause.Subject.Phrase.Error($"'parameters' can only be said to borrow; name the parameter that '{clause.VerbPhrase.Text}' speaks of"));
            return false;
        }

        foreach (var parameter in _method.Parameters)
        {
            _borrows.Add(parameter.Ordinal);
        }

        return !_method.Parameters.IsEmpty;
    }

    private Target? Source(Clause clause)
    {
        var source = clause.Object!.Value;
        if (source.Text == "this" && !_method.IsStatic)
        {
            return Target.Receiver;
        }

        if (_method.Parameters.FirstOrDefault(p => p.Name == source.Text.TrimStart('@')) is { } parameter)
        {
            return Target.Parameter(parameter.Ordinal);
        }

        var names = _method.Parameters.Select(p => p.Name).Concat(_method.IsStatic ? [] : new[] { "this" });
        _errors.Add(source.Error(source.Text == "this"
            ? $"{MethodName.Quoted(_method)} is static and has no 'this'"
            : $"'{source.Text}' is not a parameter of {MethodName.Quoted(_method)}{NearName.Question(source.Text, names)}"));
        return null;
    }

    private bool AddTellsHeld(Clause clause, Target target, string kind, Condition when)
    {
        var type = OperandTypes.Yielded(_method);
        if (clause.When is { } written)
        {
            if (when.Tests.Length != 1 || when.Tests[0] is not { Left.Kind: OperandKind.Return, Operator: not (TestOperator.Has or TestOperator.Lacks), Right.Kind: OperandKind.Constant } told)
            {
                _errors.Add(written.Error("what tells whether something is held is one test of the result: 'return == 0'"));
                return false;
            }

            _tellsHeld = new TellClause(target, kind, told);
            return true;
        }

        if (type is null || !(OperandTypes.IsBoolean(type) || type.TypeKind == TypeKind.Error))
        {
            _errors.Add(clause.VerbPhrase.Error($"{MethodName.Quoted(_method)} does not return a Boolean that could tell whether '{kind}' is held; 'When' says which other answer does"));
            return false;
        }

        _tellsHeld = new TellClause(target, kind, TellClause.IsTrue);
        return true;
    }

    // The word after the verb, checked as far as it can be without the member.
    private string? Object(Clause clause)
    {
        if (clause.Object is not { } word)
        {
            return null;
        }

        if (string.IsNullOrWhiteSpace(word.Text))
        {
            _errors.Add(word.Error($"expected {Vocabulary.SubjectOf(clause.Verb)}, found an empty text"));
        }
        else if (clause.Verb == Verb.Accesses && AccessWords.Of(word.Text) is null)
        {
            _errors.Add(word.Error($"'{word.Text}' is not an access; expected one of {string.Join(", ", AccessWords.All)}{NearName.Question(word.Text, AccessWords.All)}"));
        }

        return word.Text;
    }

    private void NotEmpty(Phrase? phrase, string expected)
    {
        if (phrase is { } text && string.IsNullOrWhiteSpace(text.Text.Replace(",", "")))
        {
            _errors.Add(text.Error($"expected {expected}, found an empty text"));
        }
    }

    private static ImmutableArray<string> Names(Phrase? phrase) => phrase is { } list
        ? list.Text.Split(',').Select(name => name.Trim()).Where(name => name.Length > 0).ToImmutableArray()
        : ImmutableArray<string>.Empty;
}
