using Acquit.Analyzers.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Acquit.Analyzers.Flow;

// Members of what a call is given, as its body names them.
internal sealed partial class Evaluator
{
    /// <summary>What a path of members leads to, from a target of the call; a new value where the call assigns it.</summary>
    public Value Navigate(Call call, Target target, World world)
    {
        var path = target.Path!;
        var value = RootOf(call, target, world);
        for (var i = 0; i < path.Members.Length; i++)
        {
            var member = path.Members[i];
            var isLast = i == path.Members.Length - 1;
            if (!isLast && TypeOf(member) is { } type && IsStruct(type))
            {
                value = new Value(Symbols.Get(Origin.Member, "address", member, value), 0);
                continue;
            }

            var place = Place.Member(value, Symbols.Intern(member));
            if (isLast && path.IsNew)
            {
                value = Unknown(call.Operation, world, Origin.Acquired, 100 + i);
                world.Places[place] = value;
                continue;
            }

            value = world.Places.TryGetValue(place, out var known) ? known : new Value(Symbols.Get(Origin.Member, member: member, @base: value), 0);
        }

        return value;
    }

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
                TargetKind.Parameter => call[target.Ordinal]?.Before ?? Value.Zero,
                TargetKind.Receiver => call.Receiver,
                _ => Value.Zero,
            };
    }

    private static ITypeSymbol? TypeOf(ISymbol member) => member switch
    {
        IFieldSymbol field => field.Type,
        IPropertySymbol property => property.Type,
        _ => null,
    };
}
