using Acquit.Analyzers.Contracts;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Flow.Contents;

/// <summary>How it stands with marking what was written.</summary>
internal enum DirtyMistake
{
    None,
    NeverMarked,
    MarkedTooSoon,
    MarkedTooLate,
    Unlocked,
    OnlyRead,
}

// Marks that are missing, too late, unlocked or wrong.
internal sealed partial class ContentTracker
{
    /// <summary>Acquires whose resources are marked one by one in some loop: a path that runs it no times is none.</summary>
    private readonly HashSet<AcquireSite> _markedInLoops = new();

    /// <summary>Acquires of several of which some are marked when others are released already: those may be the ones that were written.</summary>
    private readonly HashSet<AcquireSite> _markedLater = new();

    /// <summary>Judges the release of something that is held.</summary>
    public void CheckRelease(Call call, Resource live, World world)
    {
        if (live.Content is not null)
        {
            CheckPin(live, world);
        }

        if (live is not { Content: { } content, Unsure: false, Foreign: false, Escaped: false, Stored: false, Reported: false, PendingEscape: null } || !IsFollowed(live.Site))
        {
            return;
        }

        var mistake = MistakeAt(content, live);
        if (mistake == DirtyMistake.None)
        {
            return;
        }

        var finding = new Finding(FindingKind.NotMarked, call.Operation.Syntax, live, Trail.After(world.Trail, live.AcquiredAt))
        {
            Method = call.Method,
            Dirty = mistake,
        };
        _context.ReportIf(
            finding,
            () => !(mistake is DirtyMistake.NeverMarked or DirtyMistake.MarkedTooSoon && (_markedInLoops.Contains(live.Site) || _markedLater.Contains(live.Site))) && IsHeldRightly(live));
    }

    // That it is held in a wrong way is the mistake then, and mended along with how it is released.
    private bool IsHeldRightly(Resource resource) =>
        resource.Site.Clause.PinnedBy is null || PinTwin.KindOf(resource.Site, _context.Contracts) is not { } kind ||
        _context.Summaries.Spared.Is(_context.Owner, kind, _context.CancellationToken);

    /// <summary>Judges a call that marks what was given back before.</summary>
    public void CheckLateMarks(Call call, World world, Conditions conditions, Evaluator evaluator)
    {
        if (world.Resources.Count == 0 || call.Effects is not { MarksDirty.IsEmpty: false } contract)
        {
            return;
        }

        foreach (var clause in contract.MarksDirty)
        {
            if (contract.Releases.Any(r => r.Target == clause.Target) || conditions.Evaluate(clause.When, call, world).Truth != Truth.True)
            {
                continue;
            }

            foreach (var root in Roots(ValueOf(call, clause.Target, world, evaluator), world))
            {
                if (ReleasedOf(root, world) is { ReleasedAt: { } release } late && !world.Resources.Exists(r => r.IsLive && r != late && r.Key == late.Key))
                {
                    _context.ReportFirst(new Finding(FindingKind.NotMarked, release.Syntax, late, Trail.After(world.Trail, late.AcquiredAt))
                    {
                        Method = (release as Microsoft.CodeAnalysis.Operations.IInvocationOperation)?.TargetMethod,
                        Dirty = DirtyMistake.MarkedTooLate,
                        Marking = call.Operation.Syntax,
                    }, () => IsHeldRightly(late));
                    world.Replace(late, late with { Reported = true });
                    return;
                }
            }
        }
    }

    // A device, or a write, gets at content that is not pinned where it is.
    private void CheckPin(Resource resource, World world)
    {
        if (resource is not { Unsure: false, Content: { } content, Site.Clause.PinnedBy: not null } || (content.DeviceAt ?? content.WrittenAt) is null ||
            world.StatusOf(resource) == Status.Failed || PinTwin.KindOf(resource.Site, _context.Contracts) is not { } kind)
        {
            return;
        }

        var finding = new Finding(FindingKind.PinMeant, resource.Site.Call.Syntax, resource, Trail.After(world.Trail, resource.AcquiredAt))
        {
            Method = resource.Site.Method,
            ReleasedKind = kind,
        };
        _context.ReportIf(finding, () => !_context.Summaries.Spared.Is(_context.Owner, kind, _context.CancellationToken));
    }

    private static DirtyMistake MistakeAt(Content content, Resource live) => content switch
    {
        { WrittenAt: not null, Marking: Marking.No, PendingMark: null } => content.IsMarkedTooSoon ? DirtyMistake.MarkedTooSoon : DirtyMistake.NeverMarked,
        { UnlockedAt: not null, Marking: Marking.Yes } when IsNew(live) => DirtyMistake.Unlocked,
        { Marking: Marking.Yes, ReadAt: not null, WrittenAt: null, MayBeWritten: false, PendingAccess: null, PendingMark: null } when IsNew(live) => DirtyMistake.OnlyRead,
        _ => DirtyMistake.None,
    };

    // Nobody had it before the acquire.
    private static bool IsNew(Resource resource) => resource.Owned || (resource.IsContainer && resource.Site.Clause.Count is not null);

    // What is over, or the part of it that is.
    private Resource? ReleasedOf(Root root, World world) => world.Resources.LastOrDefault(r =>
        r is { Unsure: false, Foreign: false, Escaped: false, Stored: false, Reported: false, PendingRelease: null } && IsNew(r) && IsFollowed(r.Site) &&
        (r.Status == Status.Released
            ? r.Key == root.Value
            : r is { IsContainer: true, IsLive: true, Shrunk: true } && Symbols[root.Value.Symbol] is { Origin: Origin.Element } element && element.Base == r.Key &&
              (world.Facts.AreEqual(element.Index + 1, r.Low) || world.Facts.AreEqual(element.Index, r.High))));

    // Nothing of the kind is held, nor may be by whoever called.
    private bool IsWithoutLock(DirtyClause clause, World world) =>
        clause is { Locked: false, Under: { } kind } &&
        !world.Resources.Exists(r => r.IsLive && (r.Kind == kind || _context.Contracts.ImpliedBy(r.Kind).Contains(kind))) &&
        !(_context.Owner is IMethodSymbol owner && _context.Contracts.Of(owner) is { } own && own.Requires.Any(r => r.Held && r.Kind == kind));
}
