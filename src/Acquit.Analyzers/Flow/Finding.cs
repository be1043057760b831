using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Flow;

internal enum FindingKind
{
    /// <summary>Still held when the method is left.</summary>
    HeldAtExit,

    /// <summary>Nothing refers to it any more, and it is held.</summary>
    Lost,

    /// <summary>Kept in a field that no code of the type releases.</summary>
    KeptForEver,

    /// <summary>Held for good when a call in between throws.</summary>
    HeldAtThrow,

    /// <summary>Given back, and still named by a field when the call that was to replace it throws.</summary>
    LeftBehind,

    WrongRelease,
    ReleasedAgain,
    UsedAfterRelease,
    ReleasedUnacquired,
    WrongCount,
    OutOfOrder,

    /// <summary>Called where its contract forbids it.</summary>
    ForbiddenContext,

    /// <summary>Called elsewhere than in the only context it is for.</summary>
    OutsideContext,

    /// <summary>A handler without a body in its file; none of the rules reads this.</summary>
    HandlerElsewhere,

    /// <summary>A call in a known context of something that may lead on into other files; none of the rules reads this.</summary>
    LeadsElsewhere,

    /// <summary>A call, with something held, that may run code which other files may hand over; none of the rules reads this.</summary>
    RunsElsewhere,

    /// <summary>Called without holding what its contract needs.</summary>
    LockNotHeld,

    /// <summary>Called with something held that its contract excludes.</summary>
    LockHeld,

    /// <summary>Written, and not marked as written when it is released, or marked in a wrong way.</summary>
    NotMarked,

    /// <summary>A device, or a write, gets at content that is held in a way that does not keep it in place.</summary>
    PinMeant,

    /// <summary>An argument that the contract of the callee forbids.</summary>
    ForbiddenArgument,

    /// <summary>An older name of an operation.</summary>
    OlderName,

    /// <summary>The body does otherwise than the contract of its own method says.</summary>
    BrokenContract,

    /// <summary>A member of the same name as an API with a contract, which calls would otherwise be bound to.</summary>
    HiddenApi,

    /// <summary>A loop that releases one by one what another call releases at once.</summary>
    ReleaseLoop,

    /// <summary>A loop that looks up again what it releases.</summary>
    LookedUpToRelease,

    /// <summary>Something is given back beside what it was made of, which it could own.</summary>
    ReleasedApart,

    /// <summary>One sort of code becomes another by hand, or is taken for it.</summary>
    HandConversion,

    /// <summary>The same, of codes that are told by their names and not by the call that they come from.</summary>
    CodeByHand,
    GaveUp,
}

internal enum ExitKind { Return, End, Throw }

/// <summary>A way out of the method.</summary>
/// <param name="Node">The statement that leaves, or the body whose end is reached.</param>
internal sealed record MethodExit(ExitKind Kind, SyntaxNode Node)
{
    public Location Location => Kind == ExitKind.End ? Node.GetLastToken().GetLocation() : Node.GetLocation();
}

/// <summary>A mistake on a path that can run. Rules turn it into a diagnostic.</summary>
/// <param name="Node">Where it is to be reported.</param>
/// <param name="Resource">What it is about.</param>
/// <param name="Path">The steps since the resource was acquired, or since the method began.</param>
internal sealed record Finding(FindingKind Kind, SyntaxNode Node, Resource? Resource, IReadOnlyList<Trail> Path)
{
    /// <summary>The method called at the node: the release, or the use.</summary>
    public IMethodSymbol? Method { get; init; }

    /// <summary>The kind that a wrong release releases, or what the release was for; what is to be acquired instead.</summary>
    public string? ReleasedKind { get; init; }

    public MethodExit? Exit { get; init; }

    /// <summary>The only places where it is released, for <see cref="FindingKind.HeldAtThrow"/>.</summary>
    public IReadOnlyList<SyntaxNode> Releases { get; init; } = Array.Empty<SyntaxNode>();

    /// <summary>The same way out is also taken with the resource handed on, or with a part of it given back: a release there is not always right.</summary>
    public bool IsExitMixed { get; init; }

    /// <summary>On this path it is not known whether the acquire succeeded.</summary>
    public bool IsUnsettled { get; init; }

    /// <summary>On this path or another one to the same way out, the acquire failed or may have failed.</summary>
    public bool IsExitUnsettled { get; init; }

    /// <summary>The source text of what was acquired as a count, and of what was released, for <see cref="FindingKind.WrongCount"/>.</summary>
    public string? ExpectedCount { get; init; }

    /// <summary>As many were released as were asked for.</summary>
    public bool IsAsRequested { get; init; }

    /// <summary>The expression by which the resource can still be named at the exit.</summary>
    public string? Holder { get; init; }

    /// <summary>The collection of the method's own that it is left in.</summary>
    public Collections.Keeping? Keeping { get; init; }

    /// <summary>The field that keeps the resource.</summary>
    public ISymbol? Field { get; init; }

    /// <summary>The end of the object, when the mistake is in what that leaves, or does again.</summary>
    public Fields.Ending? Ending { get; init; }

    /// <summary>The member that puts something else into the field.</summary>
    public IMethodSymbol? Overwriting { get; init; }

    /// <summary>The member that gives back before the end does it again; the constructor, where it fails.</summary>
    public IMethodSymbol? Earlier { get; init; }

    /// <summary>The clause that a call in the wrong context breaks.</summary>
    public ContextClause? Clause { get; init; }

    /// <summary>What a call needs to be held, or not to be.</summary>
    public RequireClause? Requirement { get; init; }

    /// <summary>The method that the call may run, and that needs it.</summary>
    public IMethodSymbol? Runs { get; init; }

    /// <summary>The calls within helpers that lead from that method to what needs it, outermost first.</summary>
    public ImmutableArray<SyntaxNode> RunsThrough { get; init; } = ImmutableArray<SyntaxNode>.Empty;

    /// <summary>How it stands with that.</summary>
    public Locks.Standing Standing { get; init; }

    /// <summary>What the callee forbids, for <see cref="FindingKind.ForbiddenArgument"/>.</summary>
    public ForbidClause? Forbidden { get; init; }

    /// <summary>What the body does otherwise, for <see cref="FindingKind.BrokenContract"/>.</summary>
    public Breach? Breach { get; init; }

    /// <summary>Today's name, for <see cref="FindingKind.OlderName"/>.</summary>
    public SuccessorClause? Successor { get; init; }

    /// <summary>A call that is bound to what hides the API, for <see cref="FindingKind.HiddenApi"/>.</summary>
    public SyntaxNode? Misled { get; init; }

    /// <summary>What the loop releases, for <see cref="FindingKind.ReleaseLoop"/>.</summary>
    public Batches.ReleaseLoop? Loop { get; init; }

    /// <summary>For <see cref="FindingKind.LookedUpToRelease"/>.</summary>
    public Batches.LookUpLoop? LookUp { get; init; }

    /// <summary>For <see cref="FindingKind.ReleasedApart"/>.</summary>
    public Batches.OwningForm? Owning { get; init; }

    /// <summary>The conversion, for <see cref="FindingKind.HandConversion"/>.</summary>
    public Usage.HandConversion? Conversion { get; init; }

    /// <summary>The code, for <see cref="FindingKind.CodeByHand"/>.</summary>
    public Usage.Codes.CodeByHand? Code { get; init; }

    /// <summary>The context that the code runs in.</summary>
    public string? Context { get; init; }

    /// <summary>The same, of what is not judged yet.</summary>
    public ImmutableArray<string> Contexts { get; init; } = ImmutableArray<string>.Empty;

    /// <summary>What makes the code run in the context: the handler's declaration, or where it is handed over.</summary>
    public SyntaxNode? Entry { get; init; }

    /// <summary>The calls within helpers that lead from the node to the context-bound call, outermost first.</summary>
    public ImmutableArray<SyntaxNode> Chain { get; init; } = ImmutableArray<SyntaxNode>.Empty;

    /// <summary>What is wrong with marking it, for <see cref="FindingKind.NotMarked"/>.</summary>
    public Contents.DirtyMistake Dirty { get; init; }

    /// <summary>Where it is marked, when that is too late.</summary>
    public SyntaxNode? Marking { get; init; }

    /// <summary>The resource that should have been released first.</summary>
    public Resource? Inner { get; init; }
}
