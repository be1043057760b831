using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Flow.Locks;

namespace Acquit.Analyzers.Flow;

// Calls that need more than the contract of the body promises them.
internal sealed partial class CallEffects
{
    private void CheckOwnContexts(Call call, World world)
    {
        if (_context.OwnContract is not { } own)
        {
            return;
        }

        foreach (var clause in call.Contract?.Contexts ?? ImmutableArray<ContextClause>.Empty)
        {
            if (own.Admits(clause) && Unconditional.Is(call.Operation.Syntax) && !own.HasLeft(clause.Context, call.Operation))
            {
                _context.Report(new Finding(FindingKind.BrokenContract, call.Operation.Syntax, null, Trail.After(world.Trail, null))
                {
                    Method = call.Method, Clause = clause, Context = clause.Context,
                    Breach = new Breach(BreachKind.NeedsContext, own.Method, Target.Receiver, ""),
                });
            }
        }
    }
}
