using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Flow.Locks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Acquit.Analyzers.Flow;

// Symbols for what operations yield.
internal sealed partial class Evaluator
{
    /// <summary>A symbol for what an operation yields, different from any that the world still speaks of.</summary>
    public Value Unknown(IOperation operation, World world, Origin origin = Origin.Result, int variant = 0)
    {
        var value = Fresh(g => Symbols.Get(origin, operation, variant: (variant * Generations) + g), operation, world);
        // A task stands for what awaiting it yields.
        AssumeRange(value, variant == 0 && operation.Type is { } type ? Contracts.Binding.OperandTypes.Awaited(type) : null, world);
        return value;
    }

    /// <summary>A place of others' may refer to anything by now.</summary>
    public void MeetAnew(Place place, IOperation at, World world) => world.Places[place] = Fresh(
        g => Symbols.Get(Origin.Join, (at, g), @base: place.Base, index: new Value(0, place.Id), variant: Escapes.Changed), at, world);

    // One of a few symbols for the same thing at different times, that nothing speaks of any more.
    private Value Fresh(Func<int, int> symbol, IOperation operation, World world)
    {
        for (var generation = 0; ; generation++)
        {
            var known = Symbols.Count;
            var id = symbol(generation);
            if (id >= known)
            {
                // It is new: no world speaks of it yet.
                return new Value(id, 0);
            }

            if (generation == Generations - 1)
            {
                Sever(id, operation, world);
            }
            else if (Mentions(world, id))
            {
                continue;
            }

            if (world.Facts.Size > 0)
            {
                world.WritableFacts().Forget(s => Symbols.RestsOn(s, id));
            }

            if (!world.Keepings.IsEmpty)
            {
                _context.Collections?.Forget(id, world);
            }

            if (!world.Leads.IsEmpty)
            {
                world.Leads = world.Leads.RemoveRange(world.Leads.Where(p => Symbols.RestsOn(p.Key.Symbol, s => s == id) || Symbols.RestsOn(p.Value.Symbol, s => s == id)).Select(p => p.Key));
            }

            return new Value(id, 0);
        }
    }

    public Value Boolean(Formula formula) => new(Symbols.Boolean(formula), 0);

    /// <summary>The formula of a truth value.</summary>
    public Formula FormulaOf(Value value) =>
        value is { Offset: 0, IsConstant: false } && Symbols[value.Symbol].Formula is { Size: <= MaxFormula } formula
            ? formula
            : new Comparison(TestOperator.NotEqual, value, Value.Zero);

    private void AssumeRange(Value value, ITypeSymbol? type, World world)
    {
        switch (type?.SpecialType)
        {
            case SpecialType.System_Boolean:
                world.Assume(TestOperator.GreaterOrEqual, value, Value.Zero);
                world.Assume(TestOperator.LessOrEqual, value, Value.One);
                break;
            case SpecialType.System_Byte or SpecialType.System_UInt16 or SpecialType.System_UInt32 or SpecialType.System_UInt64 or SpecialType.System_Char:
                world.Assume(TestOperator.GreaterOrEqual, value, Value.Zero);
                break;
        }
    }

    private bool Mentions(World world, int id)
    {
        foreach (var pair in world.Places)
        {
            if (Symbols.RestsOn(pair.Value.Symbol, id) || Symbols.RestsOn(pair.Key.Base.Symbol, id) || Symbols.RestsOn(pair.Key.Index.Symbol, id))
            {
                return true;
            }
        }

        return world.Resources.Concat(world.Entrusted).Any(r => r.Symbols.Any(s => Symbols.RestsOn(s, id))) ||
               world.GivenBack.Any(g => GivenUp.SpeaksOf(g, s => Symbols.RestsOn(s, id)));
    }

    // The last generation is used again: whatever still speaks of its old meaning is no longer known.
    private void Sever(int id, IOperation operation, World world)
    {
        foreach (var pair in world.Places.ToArray())
        {
            if (Symbols.RestsOn(pair.Key.Base.Symbol, id) || Symbols.RestsOn(pair.Key.Index.Symbol, id))
            {
                world.Places.Remove(pair.Key);
            }
            else if (Symbols.RestsOn(pair.Value.Symbol, id))
            {
                world.Places[pair.Key] = new Value(Symbols.Get(Origin.Join, operation, @base: new Value(0, pair.Key.Id), variant: (int)pair.Key.Kind), 0);
            }
        }

        world.Resources.RemoveAll(r => r.Symbols.Any(s => Symbols.RestsOn(s, id)));
        world.ChangeEntrusted(r => r.Symbols.Any(s => Symbols.RestsOn(s, id)), r => r with { Unsure = true, PendingRelease = null, PendingEscape = null });
        GivenUp.LoseSight(world, s => Symbols.RestsOn(s, id));
    }
}
