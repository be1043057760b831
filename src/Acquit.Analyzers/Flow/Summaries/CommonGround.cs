using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;

namespace Acquit.Analyzers.Flow.Summaries;

/// <summary>
/// What holds of a call whichever of several methods runs. What only some of them acquire or release is doubtful; what one of them
/// may keep is kept.
/// </summary>
internal static class CommonGround
{
    public static MemberContract? Of(IReadOnlyList<MemberContract?> all)
    {
        if (all.Count == 0 || all.Contains(null))
        {
            return null;
        }

        var each = all.Select(m => m!).ToList();
        var first = each[0];
        if (each.Count == 1)
        {
            return first;
        }

        var acquires = first.Acquires.Where(a => IsCommon(a.Target) && each.TrueForAll(m => m.Acquires.Any(o => IsSame(a, o)))).ToImmutableArray();
        var releases = first.Releases.Where(r => IsCommon(r.Target) && each.TrueForAll(m => m.Releases.Any(o => IsSame(r, o)))).ToImmutableArray();
        var doubtful = each.SelectMany(m => m.Doubtful)
            .Concat(each.SelectMany(m => m.Acquires).Where(a => !acquires.Any(o => IsSame(a, o))).Select(a => (a.Target, a.Kind)))
            .Concat(each.SelectMany(m => m.Releases).Where(r => !releases.Any(o => IsSame(r, o))).Select(r => (r.Target, r.Kind)))
            .Where(d => d.Target.Kind != TargetKind.Return)
            .Distinct()
            .ToImmutableArray();
        var isSame = each.TrueForAll(m => m.SameAs.SequenceEqual(first.SameAs));
        var passedOn = isSame ? Enumerable.Empty<int>() : each.SelectMany(m => m.SameAs).Select(s => s.Source.Ordinal);

        // What some of them write or mark may be written and marked.
        var touched = each.SelectMany(m => m.Accesses.Select(a => a.Target).Concat(m.MarksDirty.Select(d => d.Target))).Distinct().ToList();
        var sameContents = each.TrueForAll(m => m.Accesses.SequenceEqual(first.Accesses) && m.MarksDirty.SequenceEqual(first.MarksDirty));

        // One of them acquires or releases members of its own: those of the object may be anything by now.
        var ownMembers = each.Exists(m => m.Acquires.Any(a => !IsCommon(a.Target)) || m.Releases.Any(r => !IsCommon(r.Target)));
        return new MemberContract
        {
            Acquires = acquires,
            Releases = releases,
            Doubtful = doubtful,
            Accesses = sameContents ? first.Accesses : touched.Select(t => new AccessClause(t, Access.Anything)).ToImmutableArray(),
            MarksDirty = sameContents ? first.MarksDirty : ImmutableArray<DirtyClause>.Empty,
            SameAs = isSame ? first.SameAs : ImmutableArray<SameAsClause>.Empty,
            Borrows = each.Skip(1)
                .Aggregate(first.Borrows, (common, m) => common.Intersect(m.Borrows))
                .Except(passedOn)
                .Except(ownMembers ? new[] { MemberContract.ReceiverOrdinal } : Array.Empty<int>()),
            Exchanged = each.Aggregate(ImmutableHashSet<int>.Empty, (all, m) => all.Union(m.Exchanged)),
            Untouched = each.Skip(1)
                .Aggregate(first.Untouched, (common, m) => common.Intersect(m.Untouched))
                .Except(ownMembers ? new[] { MemberContract.ReceiverOrdinal } : Array.Empty<int>()),
        };
    }

    // The members of one implementation are not those of another.
    private static bool IsCommon(Target target) => target is not { Kind: TargetKind.Receiver or TargetKind.Return, Path: not null };

    private static bool IsSame(AcquireClause a, AcquireClause b) =>
        a.Target == b.Target && a.Kind == b.Kind && a.Count == b.Count && a.Lifo == b.Lifo && a.Enters == b.Enters && a.IsOver == b.IsOver && a.When.Tests.SequenceEqual(b.When.Tests);

    private static bool IsSame(ReleaseClause a, ReleaseClause b) =>
        a.Target == b.Target && a.Kind == b.Kind && a.Count == b.Count && a.IsTwice == b.IsTwice && a.When.Tests.SequenceEqual(b.When.Tests);
}
