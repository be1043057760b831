using Acquit.Analyzers.Contracts;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Flow.Batches;

/// <summary>What the contract of a call says of taking over what it is given: with a flag, or without.</summary>
/// <param name="Flags">The parameter that has the flag.</param>
/// <param name="Content">The parameter that is taken over with the flag.</param>
/// <param name="Count">How many of it.</param>
/// <param name="Kinds">The kinds that are.</param>
/// <param name="ReleasedBy">The releases of what owns it then.</param>
/// <param name="MayFail">Whether the call can come back with nothing.</param>
internal sealed record OwningClauses(
    int Flags, long Flag, int Content, Operand? Count, IReadOnlyList<string> Kinds, string Kind, IReadOnlyList<string> ReleasedBy, bool MayFail)
{
    /// <param name="kind">What it acquires without the flag.</param>
    public static OwningClauses? Of(MemberContract contract, string kind)
    {
        foreach (var plain in contract.Acquires.Where(a => a.Target.IsReturn && a.Kind == kind))
        {
            foreach (var (flags, flag) in plain.When.Tests.Where(t => t.Operator == TestOperator.Lacks && t.Left.Kind == OperandKind.Parameter).Select(t => (t.Left.Ordinal, t.Right.Constant)))
            {
                bool WithFlag(Condition when) => when.Tests.Any(t =>
                    t.Operator == TestOperator.Has && t.Left == Operand.Parameter(flags) && t.Right == Operand.Number(flag));

                var owning = contract.Acquires.FirstOrDefault(a => a.Target.IsReturn && a.Kind != kind && WithFlag(a.When) && !a.ReleasedBy.IsEmpty);
                var consumed = contract.Releases.Where(r => r.Consumes && WithFlag(r.When)).ToList();
                if (owning is not null && consumed.Count > 0 && consumed[0].Target is { Kind: TargetKind.Parameter, Path: null } content &&
                    consumed.TrueForAll(c => c.Target == content && c.Count == consumed[0].Count) && consumed.Count == contract.Releases.Length)
                {
                    return new OwningClauses(
                        flags, flag, content.Ordinal, consumed[0].Count, consumed.Select(c => c.Kind).ToList(), owning.Kind, owning.ReleasedBy,
                        plain.When.Tests.Any(t => t.Left == Operand.Return));
                }
            }
        }

        return null;
    }
}
