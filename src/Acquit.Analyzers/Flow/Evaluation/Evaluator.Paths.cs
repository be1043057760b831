using Acquit.Analyzers.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Acquit.Analyzers.Flow;

// Members of what a call is given, as its body names them.
internal sealed partial class Evaluator
{
    /// <summary>What a path of members leads to, from a target of the call; a new value where the call assigns it.</summary>
    /// <param name="isNamed">Another effect of the call has brought up that value already.</param>
    public Value Navigate(Call call, Target target, World world, bool isNamed = false)
    {
        var path = target.Path!;
        var value = RootOf(call, target, world);
        for (var i = 0; i < path.Members.Length; i++)
        {
            var member = path.Members[i];
            if (member is ILocalSymbol or IParameterSymbol)
            {
                value = VariableOf(member, world);
                continue;
            }

            var isLast = i == path.Members.Length - 1;
            if (!isLast && TypeOf(member) is { } type && IsStruct(type))
            {
                value = new Value(Symbols.Get(Origin.Member, "address", member, value), 0);
                continue;
            }

            var place = Place.Member(value, Symbols.Intern(member));
            if (path.IsNew)
            {
                // Held by an object that others have as well, it is theirs to release.
                if (i == 0 && Symbols[value.Symbol].Subject is not "address" && !IsHeldByNobodyElse(value, world))
                {
                    return Value.Zero;
                }

                if (isLast && isNamed && world.Places.TryGetValue(place, out var named))
                {
                    value = named;
                    continue;
                }

                if (isLast)
                {
                    value = Unknown(call.Operation, world, Origin.Acquired, 100 + place.Id);
                    world.Places[place] = value;
                    continue;
                }

                if (!(world.Places.TryGetValue(place, out var part) && Symbols[part.Symbol] is { Origin: Origin.NewObject } made && made.Operation == call.Operation))
                {
                    part = Unknown(call.Operation, world, Origin.NewObject, 100 + place.Id);
                    world.Assume(TestOperator.NotEqual, part, Value.Zero);
                    world.Places[place] = part;
                }

                value = part;
                continue;
            }

            value = world.Places.TryGetValue(place, out var known) ? known
                : member is IFieldSymbol { IsStatic: false, Type: var number } && IsIntegral(number) && Symbols[value.Symbol].Origin == Origin.This ? ReadNumber(call.Operation, member, number, value, world)
                : new Value(Symbols.Get(Origin.Member, member: member, @base: value), 0);
        }

        return value;
    }

    // A variable around a local function, as it is when that is called.
    private Value VariableOf(ISymbol variable, World world) =>
        world.Places.TryGetValue(Place.Variable(Symbols.Intern(variable)), out var known)
            ? known
            : new Value(Symbols.Get(variable is IParameterSymbol ? Origin.Parameter : Origin.Variable, member: variable), 0);

    private bool IsHeldByNobodyElse(Value holder, World world) => Symbols[holder.Symbol] switch
    {
        { Origin: Origin.NewObject } => !world.Published.Contains(holder.Symbol),
        // What a variable stands for that is a reference itself, as an element of an array, others may reach.
        { Origin: Origin.Variable, Subject: "address", Member: ILocalSymbol { IsRef: true } } => false,
        { Origin: Origin.Variable, Subject: "address" } address => !(address.Member is IParameterSymbol { RefKind: RefKind.Ref or RefKind.Out } passed && !IsForTheCaller(passed)),
        { Origin: Origin.This } => IsMade(holder, world),
        { Origin: Origin.Member, Subject: "address", Base: var outer } => IsHeldByNobodyElse(outer, world),
        _ => false,
    };

    private Value RootOf(Call call, Target target, World world)
    {
        var operation = target.Kind switch
        {
            TargetKind.Parameter => call[target.Ordinal]?.Operation,
            TargetKind.Receiver => call.Instance,
            _ => null,
        };
        while (operation is IDeclarationExpressionOperation declaration)
        {
            operation = declaration.Expression;
        }

        return operation is ILocalReferenceOperation or IParameterReferenceOperation or IFieldReferenceOperation && IsStruct(operation.Type)
            ? BaseOf(operation, world)
            : target.Kind switch
            {
                TargetKind.Return => call.Result,
                TargetKind.Parameter => call[target.Ordinal]?.Before ?? Value.Zero,
                TargetKind.Receiver => call.Receiver,
                _ => Value.Zero,
            };
    }

    /// <summary>The type of a field or property.</summary>
    public static ITypeSymbol? TypeOf(ISymbol member) => member switch
    {
        IFieldSymbol field => field.Type,
        IPropertySymbol property => property.Type,
        _ => null,
    };
}
