using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Flow.Contents;

namespace Acquit.Analyzers.Flow.Summaries;

/// <summary>What a body does with the content of what it is given, in the words of a contract.</summary>
internal static class ContentSummary
{
    public static (ImmutableArray<AccessClause> Accesses, ImmutableArray<DirtyClause> Marks) Of(IReadOnlyList<Outcome> outcomes, EffectReader reader, Distinction distinction)
    {
        var accesses = ImmutableArray.CreateBuilder<AccessClause>();
        var marks = ImmutableArray.CreateBuilder<DirtyClause>();
        foreach (var key in outcomes.SelectMany(o => o.World.Contents.Keys).Distinct().OrderBy(k => k.Symbol))
        {
            if (reader.Entered(key) is { } target)
            {
                Add(target, outcomes.Select(o => (Outcome: o, Content: o.World.Contents.GetValueOrDefault(key) ?? Content.Untouched)).ToList(), distinction, accesses, marks);
            }
        }

        return (accesses.ToImmutable(), marks.ToImmutable());
    }

    private static void Add(
        Target target, List<(Outcome Outcome, Content Content)> ways, Distinction distinction, ImmutableArray<AccessClause>.Builder accesses,
        ImmutableArray<DirtyClause>.Builder marks)
    {
        Condition? When(Func<Content, bool> happens) => distinction.Between(
            ways.Where(w => happens(w.Content)).Select(w => w.Outcome).ToList(), ways.Where(w => !happens(w.Content)).Select(w => w.Outcome).ToList());

        void Access(Access access, Func<Content, bool> happens)
        {
            if (ways.Exists(w => happens(w.Content)))
            {
                accesses.Add(When(happens) is { } condition
                    ? new AccessClause(target, access) { When = condition }
                    : new AccessClause(target, Contracts.Access.Somehow));
            }
        }

        Access(Contracts.Access.Read, c => c.ReadAt is not null && c.ReadAt != c.DeviceAt);
        Access(Contracts.Access.DeviceRead, c => c is { DeviceAt: not null, MayBeWritten: false, WrittenAt: null });
        Access(Contracts.Access.Device, c => c is { DeviceAt: not null, MayBeWritten: true, WrittenAt: null });
        Access(Contracts.Access.Write, c => c is { WrittenAt: not null, ByDevice: false });
        Access(Contracts.Access.DeviceWrite, c => c is { WrittenAt: not null, ByDevice: true });
        if (ways.Exists(w => w.Content.MayBeWritten || w.Content.PendingAccess is not null))
        {
            accesses.Add(new AccessClause(target, Contracts.Access.Somehow));
        }

        var isMarked = ways.Exists(w => IsMarked(w.Content));
        var marking = isMarked ? When(IsMarked) : null;
        if (ways.Exists(w => w.Content.Marking == Marking.Perhaps || w.Content.PendingMark is not null) || (isMarked && marking is null))
        {
            accesses.Add(new AccessClause(target, Contracts.Access.Anything));
        }
        else if (marking is not null)
        {
            var without = ways.Select(w => w.Content.LockWanted).FirstOrDefault(kind => kind is not null);
            marks.Add(new DirtyClause(target, marking, without is null, without));
        }
    }

    private static bool IsMarked(Content content) => content.Marking == Marking.Yes;
}
