using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Flow.Contents;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Flow;

// How many are given back, of how many that are held.
internal sealed partial class ReleaseEffects
{
    // Filled by a loop and emptied by another from its first element on: a path that skips only the other is none. One that goes
    // back from the last element begins where the first ended.
    private void NoteEmptying(Call call, Value index, Resource live, World world)
    {
        var emptying = (live.Site, call.Operation.Syntax);
        if (world.Facts.Upper(live.High, index) <= 1)
        {
            _context.EmptiedBackwards.Add(emptying);
        }
        else if (!_context.EmptiedBackwards.Contains(emptying))
        {
            _context.HandedOn.Add(emptying);
        }
    }

    // Parts of an array that were acquired one after the other, and are given back at once from the first on.
    private void PutTogether(Call call, ReleaseClause clause, Given given, World world)
    {
        bool IsPart(Resource r) => r is { IsContainer: true, Status: Status.Held, Unsure: false, Escaped: false, Reported: false, Shrunk: false, PendingRelease: null, PendingEscape: null } &&
                                   r.Kind == clause.Kind && world.Facts.AreEqual(r.Key, given.Array);

        var end = clause.Count is { } operand ? _evaluator.Add(given.Start, _conditions.ValueOf(operand, call)) : given.Length;
        while (world.Resources.Find(r => IsPart(r) && world.Facts.AreEqual(r.Low, given.Start)) is { } first && !(end is { } last && world.Facts.AreEqual(first.High, last)) &&
               world.Resources.Find(r => r != first && IsPart(r) && world.Facts.AreEqual(r.Low, first.High)) is { } next)
        {
            world.Resources.Remove(next);
            world.Replace(first, first with { High = next.High, Requested = next.Requested, Content = Content.Together(first.Content, next.Content) });
        }
    }

    private void ReleaseCounted(Call call, ReleaseClause clause, Given given, Resource live, Resource released, World world)
    {
        if (GivesSomeBackAgain(call, clause, given, live, world))
        {
            ReportAgain(call, live, world);
            world.Replace(live, released with { Status = Status.Released, Conditions = ImmutableArray<Formula>.Empty, Reported = true });
            return;
        }

        var left = Left(call, clause, given, live, released, world, out var wrongCount);
        if (wrongCount is not null)
        {
            ReportCount(call, wrongCount, live, world);
            left = left with { Reported = true };
        }

        world.Replace(live, left);
    }

    // So many from the first on, of which some were given back by their number before.
    private bool GivesSomeBackAgain(Call call, ReleaseClause clause, Given given, Resource live, World world) =>
        given.IsSequence && clause.Count is { } count &&
        live is { IsContainer: true, PartlyReleasedAt: not null, Shrunk: false, TakenAgain: false, Unsure: false, Escaped: false, Reported: false, PendingRelease: null } &&
        (live.Owned || !_context.Contracts.IsCounted(live.Kind)) && world.Facts.Upper(given.Start, live.Low) <= -1 &&
        world.Facts.Upper(given.Start, _evaluator.Add(given.Start, _conditions.ValueOf(count, call))) <= -1;

    // What is left of something when a part of it, or all, has been given back.
    private Resource Left(Call call, ReleaseClause clause, Given given, Resource live, Resource released, World world, out IOperation? wrongCount)
    {
        wrongCount = null;
        Value from;
        Value? to;
        var info = Symbols[given.Value.Symbol];
        IOperation? countArgument = null;
        if (live.IsContainer && !given.IsSequence && info.Origin == Origin.Element)
        {
            (from, to) = (info.Index, info.Index + 1);
            if (RunsOn(given.Value, from, live, world))
            {
                wrongCount = call.Operation;
                return released with { Status = Status.Released, Conditions = ImmutableArray<Formula>.Empty };
            }

            if (live.Gathered)
            {
                NoteEmptying(call, info.Index, live, world);
            }
        }
        else
        {
            from = given.Start;
            if (clause.Count is { } operand)
            {
                to = _evaluator.Add(from, _conditions.ValueOf(operand, call));
                countArgument = operand.Kind == OperandKind.Parameter ? call[operand.Ordinal]?.Operation : null;
            }
            else
            {
                to = given.Length is { } length ? _evaluator.Add(from, length)
                    : live.IsContainer ? WholeArray(live, given, world)
                    : from + 1;
                countArgument = given.Argument;
            }
        }

        var one = countArgument is null ? live.WholeSoFar : null;
        var done = released with { Status = Status.Released, Conditions = ImmutableArray<Formula>.Empty, Whole = one };
        if (to is not { } end)
        {
            return done with { Unsure = true };
        }

        var facts = world.Facts;
        if (facts.AreEqual(from, live.Low))
        {
            if (facts.Upper(live.High, end) <= 0 && facts.Upper(end, live.High) <= 0)
            {
                return done;
            }

            if (facts.Upper(end, live.High) <= -1)
            {
                return live with
                {
                    Low = end, PartlyReleasedAt = countArgument, ReleasedAt = call.Operation, Shrunk = countArgument is null,
                    Visited = live.Visited && countArgument is not null, LastReleased = countArgument is null ? from : null, Whole = one,
                };
            }

            if (countArgument is not null && IsLessThanAsked(live, end, world))
            {
                return live with { Low = end, PartlyReleasedAt = countArgument, ReleasedAt = call.Operation };
            }

            if (countArgument is not null && !IsConsistent(live, end, from, world))
            {
                wrongCount = countArgument;
                return done;
            }

            // One element from the front; whether it was the last one, the loop's condition tells. Or some count of which nothing
            // is known, unless it covers all.
            return countArgument is null && (live.IsContainer || facts.Upper(end, live.High) <= 0)
                ? live with { Low = end, Shrunk = true, Visited = false, ReleasedAt = call.Operation, LastReleased = from, Whole = one }
                : done with { Unsure = facts.Upper(live.High, end) > 0 };
        }

        // Else which part this was cannot be told, so neither can what is left.
        return facts.AreEqual(end, live.High) && facts.Upper(live.Low, from) <= 0
            ? live with { High = from, Shrunk = true, Visited = false, ReleasedAt = call.Operation, LastReleased = from, Whole = one }
            : live with { Unsure = true };
    }

    private Value? WholeArray(Resource live, Given given, World world)
    {
        var length = _evaluator.LengthOf(given.Array, world);

        // A rented array of unknown size that was acquired as a whole is released as a whole.
        return live.Site.Clause.Count is null ? live.High : length;
    }

    // All that was asked for may have been got, and that is more.
    private static bool IsLessThanAsked(Resource live, Value end, World world) =>
        live is { Asked: { } asked, Gathered: false, High.IsConstant: false } && live.Low == Value.Zero &&
        world.Facts.Upper(end, asked) <= -1 && world.Facts.Evaluate(TestOperator.Equal, live.High, asked) == Truth.Unknown;

    // Whether the count may be right: it is, or it is some number about which nothing is known.
    private bool IsConsistent(Resource live, Value end, Value from, World world)
    {
        var facts = world.Facts;
        if (facts.Evaluate(TestOperator.Equal, end, live.High) == Truth.True)
        {
            return true;
        }

        if (facts.Evaluate(TestOperator.Equal, end, live.High) == Truth.False)
        {
            return false;
        }

        if (from == Value.Zero && Symbols[end.Symbol] is
                { Origin: Origin.Term, Subject: Microsoft.CodeAnalysis.Operations.BinaryOperatorKind.Multiply, Base: var left, Index: var right } &&
            IsScaled(left, right, live, facts) | IsScaled(right, left, live, facts))
        {
            return false;
        }

        // What was requested, or a number, in place of what was got: right only if a branch made sure that they are equal.
        var isRequested = live.Requested.Any(r => facts.AreEqual(_evaluator.Add(live.Low, r), end)) || end.IsConstant;
        return !isRequested || facts.Upper(end, live.High) <= 0 || live.High.IsConstant;
    }

    // A loop goes on to as many as were asked for, with no regard to how many were got, nor to whether there is anything.
    private bool RunsOn(Value element, Value index, Resource live, World world) =>
        live is { Gathered: false, Escaped: false, Unsure: false, Reported: false, High.IsConstant: false, Site.Clause.Count.Kind: OperandKind.Return } && !index.IsConstant &&
        live.Requested.Any(r => world.Facts.Upper(index, r) <= -1 && world.Facts.Upper(r, live.High) > 0) && world.Facts.AreEqual(live.Low, index) &&
        world.Facts.Upper(index, live.High) > -1 && world.Facts.Evaluate(TestOperator.NotEqual, element, Value.Zero) == Truth.Unknown &&
        !world.Resources.Exists(r => r != live && r.IsContainer && r.IsLive && r.Key == live.Key);

    // So many bytes where so many pages are meant.
    private static bool IsScaled(Value count, Value scale, Resource live, Facts facts) =>
        scale is { IsConstant: true, Offset: > 1 } && (facts.AreEqual(count, live.High) || live.Requested.Any(r => facts.AreEqual(r, count)));

    private void ReportCount(Call call, IOperation count, Resource live, World world) =>
        _context.Report(new Finding(FindingKind.WrongCount, count.Syntax, live, Trail.After(world.Trail, live.AcquiredAt))
        {
            Method = call.Method, ExpectedCount = NameOf(live.High, world), IsAsRequested = count == call.Operation || IsAsRequested(call, count, live, world),
        });

    private bool IsAsRequested(Call call, IOperation count, Resource live, World world)
    {
        if (call.Arguments.FirstOrDefault(a => a.Operation == count)?.Before is not { } passed)
        {
            return false;
        }

        var many = _evaluator.Resolve(passed).Length ?? passed;
        return live.Requested.Any(r => world.Facts.AreEqual(r, many));
    }

    /// <summary>A variable that has the value, by name.</summary>
    private string? NameOf(Value value, World world) => HolderNames.Of(value, world, _context);
}
