using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Acquit.Analyzers.Flow;

/// <summary>Which variables closures see, and which can change without the code at hand assigning them.</summary>
internal static class Closures
{
    public static void Find(IOperation root, ISet<ISymbol> captured, ISet<ISymbol> unstable)
    {
        foreach (var operation in root.DescendantsAndSelf())
        {
            switch (operation)
            {
                case ILocalReferenceOperation local when IsOutside(local.Local, local):
                    Add(local.Local, local, captured, unstable);
                    break;
                case IParameterReferenceOperation parameter when IsOutside(parameter.Parameter, parameter):
                    Add(parameter.Parameter, parameter, captured, unstable);
                    break;
                case IAddressOfOperation address:
                    AddReferenced(address.Reference, unstable);
                    break;
                case ISimpleAssignmentOperation { IsRef: true } moved:
                    AddReferenced(moved.Target, unstable);
                    AddReferenced(moved.Value, unstable);
                    break;
                case IVariableDeclaratorOperation { Symbol.RefKind: not RefKind.None } alias:
                    unstable.Add(alias.Symbol);
                    if (alias.GetVariableInitializer()?.Value is { } target)
                    {
                        AddReferenced(target, unstable);
                    }

                    break;
            }
        }
    }

    private static void Add(ISymbol variable, IOperation reference, ISet<ISymbol> captured, ISet<ISymbol> unstable)
    {
        captured.Add(variable);
        if (IsWritten(reference))
        {
            unstable.Add(variable);
        }
    }

    private static void AddReferenced(IOperation operation, ISet<ISymbol> unstable)
    {
        switch (operation)
        {
            case ILocalReferenceOperation local:
                unstable.Add(local.Local);
                break;
            case IParameterReferenceOperation parameter:
                unstable.Add(parameter.Parameter);
                break;
        }
    }

    // Mentioned in a function other than the one that declares it.
    private static bool IsOutside(ISymbol variable, IOperation reference)
    {
        for (var operation = reference.Parent; operation is not null; operation = operation.Parent)
        {
            var function = operation switch
            {
                IAnonymousFunctionOperation lambda => lambda.Symbol,
                ILocalFunctionOperation local => local.Symbol,
                _ => null,
            };
            if (function is not null)
            {
                return !SymbolEqualityComparer.Default.Equals(function, variable.ContainingSymbol);
            }
        }

        return false;
    }

    private static bool IsWritten(IOperation reference) => reference.Parent switch
    {
        IAssignmentOperation assignment => assignment.Target == reference,
        IIncrementOrDecrementOperation => true,
        IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } => true,
        IAddressOfOperation => true,
        ITupleOperation { Parent: IDeconstructionAssignmentOperation deconstruction } tuple => deconstruction.Target == tuple,
        _ => false,
    };
}
