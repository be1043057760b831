using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Contracts;

/// <summary>What a clause of a contract speaks of.</summary>
internal enum TargetKind
{
    /// <summary>The value the call returns; for a constructor, the new object.</summary>
    Return,

    /// <summary>The object an instance member is called on.</summary>
    Receiver,

    /// <summary>A resource without a value of its own: there is one per kind.</summary>
    Ambient,

    /// <summary>A parameter, by ordinal.</summary>
    Parameter,
}

/// <summary>A target, resolved against the member it belongs to.</summary>
/// <param name="Path">Leads on to a member of the target; in what was read off a body only. An ambient one leads to a static member.</param>
internal readonly record struct Target(TargetKind Kind, int Ordinal = -1, MemberPath? Path = null)
{
    public static readonly Target Return = new(TargetKind.Return);
    public static readonly Target Receiver = new(TargetKind.Receiver);
    public static readonly Target Ambient = new(TargetKind.Ambient);

    public bool IsReturn => Kind == TargetKind.Return && Path is null;

    public bool IsReceiver => Kind == TargetKind.Receiver && Path is null;

    public static Target Parameter(int ordinal) => new(TargetKind.Parameter, ordinal);
}

/// <summary>A quantity a contract refers to: the result, a parameter, or a number (null and false are 0, true is 1).</summary>
internal readonly record struct Operand(OperandKind Kind, int Ordinal, long Constant)
{
    public static readonly Operand Return = new(OperandKind.Return, -1, 0);

    public static Operand Parameter(int ordinal) => new(OperandKind.Parameter, ordinal, 0);

    public static Operand Number(long value) => new(OperandKind.Constant, -1, value);
}

internal enum OperandKind { Return, Parameter, Constant }

internal enum TestOperator { Greater, GreaterOrEqual, Less, LessOrEqual, Equal, NotEqual, Has, Lacks }

/// <summary>One test of a condition; enum members are already numbers.</summary>
internal readonly record struct Test(Operand Left, TestOperator Operator, Operand Right);

/// <summary>A conjunction of tests. The empty one always holds.</summary>
internal sealed record Condition(ImmutableArray<Test> Tests)
{
    public static readonly Condition Always = new(ImmutableArray<Test>.Empty);

    /// <summary>Tests of what is passed that hold whenever the condition does: who knows one of them to fail need not ask how the call came out. Read off bodies only.</summary>
    public ImmutableArray<Test> Needed { get; init; } = ImmutableArray<Test>.Empty;

    /// <summary>Tests of how the call came out each of which holds only if the condition does. Read off bodies only.</summary>
    public ImmutableArray<Test> Enough { get; init; } = ImmutableArray<Test>.Empty;

    /// <summary>The condition holds whenever all of these do, too.</summary>
    public bool IsForeseen { get; init; }
}

/// <summary>A resource is held after the call.</summary>
/// <param name="Count">Null means one, or the whole of an array or span.</param>
internal sealed record AcquireClause(
    Target Target,
    string Kind,
    Condition When,
    Operand? Count,
    ImmutableArray<string> ReleasedBy,
    string? Enters,
    ImmutableArray<string> Implies,
    bool Lifo,
    string? Because)
{
    /// <summary>Whether it may be left held: a mistake only where some paths of a method release it and others do not.</summary>
    public bool IsOptional { get; init; }

    /// <summary>The acquire that is meant instead where a device, or a write, gets at the content.</summary>
    public string? PinnedBy { get; init; }

    /// <summary>A kind that need not be acquired while this is held.</summary>
    public string? Spares { get; init; }

    /// <summary>What the target names may be null, and then nothing is held: that alone tells. Read off bodies only.</summary>
    public bool IfNotNull { get; init; }

    /// <summary>That tells only if it was null before: the call may leave it as it was. Read off bodies only.</summary>
    public bool IfNullBefore { get; init; }

    /// <summary>What the target names is null unless it is held, whatever else tells. Read off bodies only.</summary>
    public bool IsNullOtherwise { get; init; }

    /// <summary>What suffices for it to be held, where only null tells in all cases. Read off bodies only.</summary>
    public Condition? Surely { get; init; }

    /// <summary>The call has given it back itself, and still names it by the target. Read off bodies only.</summary>
    public bool IsOver { get; init; }

    /// <summary>The variable that is passed by reference names it by the call only, and named something else before. Read off bodies only.</summary>
    public bool IsPutThere { get; init; }

    /// <summary>What the target names, where the body makes something more special than it declares. Read off bodies only.</summary>
    public ITypeSymbol? Made { get; init; }
}

/// <summary>Says by the result whether something is held.</summary>
/// <param name="When">The test of the result that holds when it is.</param>
internal sealed record TellClause(Target Target, string Kind, Test When)
{
    /// <summary>Of a result that is a Boolean.</summary>
    public static readonly Test IsTrue = new(Operand.Return, TestOperator.NotEqual, Operand.Number(0));
}

/// <summary>The result, or what is passed out, is one of some numbers.</summary>
/// <param name="Numbers">Two or more, from the least to the greatest.</param>
internal sealed record AnswerClause(Target Target, ImmutableArray<long> Numbers);

/// <summary>Fields that a call may put something else in.</summary>
/// <param name="Surely">Those of them that it puts something else in whatever happens.</param>
internal sealed record ReplacedFields(ImmutableHashSet<ISymbol> Fields, ImmutableHashSet<ISymbol> Surely);

/// <summary>The least and the greatest number that a method answers.</summary>
internal sealed record AnswerRange(long Low, long High);

/// <summary>A resource is given back (released), or moves into the callee (consumed).</summary>
internal sealed record ReleaseClause(Target Target, string Kind, Condition When, Operand? Count, bool Consumes, string? Because)
{
    /// <summary>Whether the call does nothing when nothing is held, so that it may be made twice.</summary>
    public bool IfHeld { get; init; }

    /// <summary>The member goes on naming what was given back, so that the call gives it back once more when it is made twice. Read off bodies only.</summary>
    public bool LeavesNamed { get; init; }

    /// <summary>The call gives it back twice, where references or holds are counted. Read off bodies only.</summary>
    public bool IsTwice { get; init; }

    /// <summary>An array that is itself what is given back, whatever its elements are. Read off bodies only.</summary>
    public bool IsArrayItself { get; init; }

    /// <summary>
    /// Read off a body whose contract does not say it. What the contract leaves out of the acquires is not known to be held: so this
    /// counts for what is held, and is no mistake on anything else.
    /// </summary>
    public bool IsUndeclared { get; init; }
}

/// <summary>Where a member may or may not be called.</summary>
internal sealed record ContextClause(string Context, Condition When, bool Only, string? Use, string? Because);

/// <summary>The call may run code of a context under what its caller holds.</summary>
internal sealed record RunClause(string Context, Condition When, string? Because);

/// <summary>What must or must not be held when a member is called.</summary>
internal sealed record RequireClause(Target Target, string Kind, Condition When, bool Held, string? Because);

/// <summary>Arguments that are a mistake.</summary>
internal sealed record ForbidClause(Target Target, Condition When, string? Use, string? Because);

/// <summary>The member is an older name.</summary>
/// <param name="Name">Today's name of the operation.</param>
/// <param name="Passing">What the arguments have to be besides, under today's name.</param>
internal sealed record SuccessorClause(string Name, Condition Passing, string? Because);

internal enum Access
{
    Read,
    Write,
    DeviceRead,
    DeviceWrite,

    /// <summary>A device may read or write it from then on.</summary>
    Device,

    /// <summary>Looked into in a way that cannot be told: it may have been written. Read off bodies only.</summary>
    Somehow,

    /// <summary>Anything may have been done with it, marking included. Read off bodies only.</summary>
    Anything,
}

/// <summary>What happens to the content of what is passed, or of the receiver.</summary>
internal sealed record AccessClause(Target Target, Access Access)
{
    public Condition When { get; init; } = Condition.Always;
}

/// <summary>The callee records that content was written.</summary>
/// <param name="Locked">It takes the lock that this needs.</param>
/// <param name="Under">The kind of lock that has to be held on what is marked otherwise; null when nothing is known of one.</param>
internal sealed record DirtyClause(Target Target, Condition When, bool Locked, string? Under = null);

/// <summary>The result (or an out parameter) names the resource that the source names.</summary>
/// <param name="Start">Where in the source the result begins, when it is a part of it.</param>
/// <param name="Count">How many elements of the source the result has.</param>
/// <param name="IsView">It leads into what the source holds: no longer there than that, and nothing that it is released by.</param>
internal sealed record SameAsClause(Target Target, Target Source, Operand? Start = null, Operand? Count = null, bool IsView = false);

/// <summary>The result (or an out parameter) is something that belongs to the source already, or can be found by it again.</summary>
/// <param name="ReleasedBy">Releases that take the source itself, and give back what would be found.</param>
internal sealed record LookUpClause(Target Target, Target Source, ImmutableArray<string> ReleasedBy);

/// <summary>A value is a code of a sort.</summary>
/// <param name="When">Of a parameter, which values are meant; of a result, which value of the parameter becomes which.</param>
/// <param name="Use">What makes such a code of others, best first.</param>
internal sealed record CodeClause(Target Target, string Code, Condition When, ImmutableArray<string> Use);

/// <summary>Everything said about one member, whichever of attribute, file or built-in pack said it.</summary>
internal sealed record MemberContract
{
    public ImmutableArray<AcquireClause> Acquires { get; init; } = ImmutableArray<AcquireClause>.Empty;

    /// <summary>Releases and consumes; several of one target are alternatives, the one whose kind is held is meant.</summary>
    public ImmutableArray<ReleaseClause> Releases { get; init; } = ImmutableArray<ReleaseClause>.Empty;

    /// <summary>What the call may have taken and given back again, by what it met, so that its answer does not tell; of bodies that were summed up only.</summary>
    public ImmutableArray<AcquireClause> PerhapsGone { get; init; } = ImmutableArray<AcquireClause>.Empty;

    public ImmutableArray<ContextClause> Contexts { get; init; } = ImmutableArray<ContextClause>.Empty;

    /// <summary>The contexts whose code the call may run.</summary>
    public ImmutableArray<RunClause> MayRun { get; init; } = ImmutableArray<RunClause>.Empty;

    /// <summary>The contexts that the body of this member runs in.</summary>
    public ImmutableArray<string> RunsIn { get; init; } = ImmutableArray<string>.Empty;

    /// <summary>The contexts that code passed in a parameter runs in, by ordinal.</summary>
    public ImmutableDictionary<int, ImmutableArray<string>> ParameterRunsIn { get; init; } =
        ImmutableDictionary<int, ImmutableArray<string>>.Empty;

    public ImmutableArray<RequireClause> Requires { get; init; } = ImmutableArray<RequireClause>.Empty;

    public ImmutableArray<ForbidClause> Forbids { get; init; } = ImmutableArray<ForbidClause>.Empty;

    public ImmutableArray<AccessClause> Accesses { get; init; } = ImmutableArray<AccessClause>.Empty;

    public ImmutableArray<DirtyClause> MarksDirty { get; init; } = ImmutableArray<DirtyClause>.Empty;

    public ImmutableArray<SameAsClause> SameAs { get; init; } = ImmutableArray<SameAsClause>.Empty;

    public ImmutableArray<LookUpClause> LooksUp { get; init; } = ImmutableArray<LookUpClause>.Empty;

    /// <summary>Which sorts of code the result and the parameters are; nothing that a body is followed for.</summary>
    public ImmutableArray<CodeClause> Codes { get; init; } = ImmutableArray<CodeClause>.Empty;

    /// <summary>What the result tells to be held; null when it tells nothing.</summary>
    public TellClause? TellsHeld { get; init; }

    /// <summary>Stands for the receiver among <see cref="Borrows"/>.</summary>
    public const int ReceiverOrdinal = -1;

    /// <summary>Ordinals of parameters that are neither kept nor released.</summary>
    public ImmutableHashSet<int> Borrows { get; init; } = ImmutableHashSet<int>.Empty;

    /// <summary>
    /// Ordinals of parameters of which no member is kept or replaced, and none released but as the clauses say; of bodies that were
    /// summed up only.
    /// </summary>
    public ImmutableHashSet<int> Untouched { get; init; } = ImmutableHashSet<int>.Empty;

    /// <summary>
    /// Ordinals of parameters by reference that may name something else afterwards, and not just nothing. Of bodies that were summed
    /// up only.
    /// </summary>
    public ImmutableHashSet<int> Exchanged { get; init; } = ImmutableHashSet<int>.Empty;

    /// <summary>By ordinal, the fields that are all of it that is replaced; otherwise it is untouched. Of bodies that were summed up only.</summary>
    public ImmutableDictionary<int, ReplacedFields> OnlyReplaced { get; init; } = ImmutableDictionary<int, ReplacedFields>.Empty;

    /// <summary>Fields that the call puts something else in, whatever there is in them; of bodies that were summed up only.</summary>
    public ImmutableArray<Target> Overwritten { get; init; } = ImmutableArray<Target>.Empty;

    /// <summary>The variables around a local function that it may keep or release in a way that cannot be told; null when that may be any.</summary>
    public ImmutableHashSet<ISymbol>? TouchedVariables { get; init; }

    /// <summary>Members of a new object, or of a tuple that is returned, and what the call was given that they name; of bodies that were summed up only.</summary>
    public ImmutableArray<(Target Member, Target Source)> Aliases { get; init; } = ImmutableArray<(Target, Target)>.Empty;

    /// <summary>Members of a tuple that is returned, and when they are which numbers; of bodies that were summed up only.</summary>
    public ImmutableArray<(Target Member, long Number, Condition When)> PartsTold { get; init; } = ImmutableArray<(Target, long, Condition)>.Empty;

    /// <summary>When the parameters of these ordinals are kept, if not always; of bodies that were summed up only.</summary>
    public ImmutableDictionary<int, Condition> Keeps { get; init; } = ImmutableDictionary<int, Condition>.Empty;

    /// <summary>What the call says, whatever happens; of bodies that were summed up only.</summary>
    public long? OnlyAnswer { get; init; }

    /// <summary>The only numbers that the call answers or passes out, from the least to the greatest; of bodies that were summed up only.</summary>
    public ImmutableArray<AnswerClause> Answers { get; init; } = ImmutableArray<AnswerClause>.Empty;

    /// <summary>The ordinals of variables passed by reference that get what is answered as well. Read off bodies only.</summary>
    public ImmutableHashSet<int> AnswersToo { get; init; } = ImmutableHashSet<int>.Empty;

    /// <summary>By how much a number passed by reference is another one afterwards, whatever happens. Read off bodies only.</summary>
    public ImmutableDictionary<int, long> Counts { get; init; } = ImmutableDictionary<int, long>.Empty;

    /// <summary>The numbers that the call answers where a field of what it works on is null before; of bodies that were summed up only.</summary>
    public ImmutableArray<(Target Member, AnswerRange Answers)> AnswersToNothing { get; init; } = ImmutableArray<(Target, AnswerRange)>.Empty;

    /// <summary>What may happen to these in a way that cannot be told; of bodies that were summed up only.</summary>
    public ImmutableArray<(Target Target, string Kind)> Doubtful { get; init; } = ImmutableArray<(Target, string)>.Empty;

    /// <summary>Of these, what is given back on some ways, and taken on none or only after that.</summary>
    public ImmutableArray<(Target Target, string Kind)> PerhapsReleased { get; init; } = ImmutableArray<(Target, string)>.Empty;

    /// <summary>
    /// Of these, locks that are taken on some ways, and given back on none, by bodies that leave nothing behind that could tell it.
    /// </summary>
    public ImmutableArray<AcquireClause> PerhapsAcquired { get; init; } = ImmutableArray<AcquireClause>.Empty;

    /// <summary>Today's name of the operation, if this is an older one.</summary>
    public SuccessorClause? ReplacedBy { get; init; }
}
