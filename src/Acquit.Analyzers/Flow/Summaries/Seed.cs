using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Flow.Summaries;

/// <summary>
/// What a caller would hold in the elements of an array it passes, supposed so that it can be seen how much of it the method
/// gives back.
/// </summary>
/// <param name="Release">The clause by which the method was seen to release an element.</param>
/// <param name="Bound">The parameter that says how many are held; null for the whole array.</param>
internal sealed record Seed(IParameterSymbol Array, ReleaseClause Release, IOperation Call, IMethodSymbol Method, IParameterSymbol? Bound)
{
    /// <summary>Told apart from the clauses of the call, and from its releases of what came from elsewhere.</summary>
    private const int SiteIndex = -100;

    /// <summary>Puts it into the world that the method begins with.</summary>
    public void Plant(World world, FlowContext context, Evaluator evaluator)
    {
        var array = new Value(context.Symbols.Get(Origin.Parameter, member: Array), 0);
        world.Assume(TestOperator.NotEqual, array, Value.Zero);
        var count = Bound is null ? evaluator.LengthOf(array, world) : new Value(context.Symbols.Get(Origin.Parameter, member: Bound), 0);
        world.Assume(TestOperator.GreaterOrEqual, count, Value.Zero);
        var clause = new AcquireClause(
            Target.Parameter(Array.Ordinal), Release.Kind, Condition.Always, null, ImmutableArray<string>.Empty, null, ImmutableArray<string>.Empty, false, null);
        world.Resources.Add(new Resource(context.Site(Call, Method, clause, SiteIndex), 0, array, Status.Held) { IsContainer = true, Low = Value.Zero, High = count });
    }
}
