using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Acquit.Analyzers.Flow.Contexts;

/// <summary>In which contexts a delegate runs that is made somewhere, by where it goes from there.</summary>
internal sealed class HandlerTargets
{
    private readonly ContractTable _contracts;

    public HandlerTargets(ContractTable contracts) => _contracts = contracts;

    /// <summary>What its type says, and what the property, field, event or parameter it is put into says.</summary>
    /// <param name="creation">The delegate.</param>
    /// <param name="body">The body around it, in which a variable may lead it on.</param>
    public ImmutableArray<string> ContextsOf(IDelegateCreationOperation creation, IOperation body)
    {
        var contexts = creation.Type is INamedTypeSymbol type ? _contracts.RunsIn(type) : ImmutableArray<string>.Empty;
        var value = Whole(creation);
        foreach (var target in VariableOf(value) is { } variable ? TargetsOf(variable, body) : new[] { TargetOf(value) })
        {
            contexts = target is null ? contexts : contexts.Union(_contracts.RunsIn(target)).ToImmutableArray();
        }

        return contexts;
    }

    private static IOperation Whole(IOperation value)
    {
        while (value.Parent is IConversionOperation or IParenthesizedOperation or ICoalesceOperation or ISwitchExpressionArmOperation or ISwitchExpressionOperation ||
               (value.Parent is IConditionalOperation choice && choice.Condition != value))
        {
            value = value.Parent;
        }

        return value;
    }

    private static ISymbol? TargetOf(IOperation value) => value.Parent switch
    {
        ISimpleAssignmentOperation assignment when assignment.Value == value => Member(assignment.Target),
        ICompoundAssignmentOperation assignment when assignment.Value == value => Member(assignment.Target),
        ICoalesceAssignmentOperation assignment when assignment.Value == value => Member(assignment.Target),
        IEventAssignmentOperation assignment => Member(assignment.EventReference),
        IArgumentOperation { Parameter: { } parameter } => parameter,
        IPropertyInitializerOperation initializer => initializer.InitializedProperties.FirstOrDefault(),
        IFieldInitializerOperation initializer => initializer.InitializedFields.FirstOrDefault(),
        _ => null,
    };

    // A variable that never has another value.
    private static ILocalSymbol? VariableOf(IOperation value) =>
        value.Parent is IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } ? declarator.Symbol : null;

    private static IEnumerable<ISymbol?> TargetsOf(ILocalSymbol variable, IOperation body)
    {
        var targets = new List<ISymbol?>();
        foreach (var use in body.DescendantsAndSelf().OfType<ILocalReferenceOperation>())
        {
            if (!SymbolEqualityComparer.Default.Equals(use.Local, variable))
            {
                continue;
            }

            if (use.Parent is IAssignmentOperation assignment && assignment.Target == use || use.Parent is IArgumentOperation { Parameter.RefKind: not RefKind.None })
            {
                return Array.Empty<ISymbol?>();
            }

            targets.Add(TargetOf(Whole(use)));
        }

        return targets;
    }

    private static ISymbol? Member(IOperation target) => target is IMemberReferenceOperation member ? member.Member : null;
}
