using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Acquit.Analyzers.Flow;

/// <summary>Which variables closures see, and which can change without the code at hand assigning them.</summary>
internal static class Closures
{
    /// <summary>Finds the variables that closures see, those that change behind the code's back, and those that a delegate may reach at any time.</summary>
    /// <param name="aliases">Other names for a variable or field, with what they name; null when these are not followed.</param>
    /// <param name="filled">Variables whose collections something is put into; null when these are not followed.</param>
    /// <param name="hasFunctions">Whether there are lambdas or local functions at all.</param>
    /// <param name="contracts">Those by which an address that is passed is known to be forgotten again; null when these are not followed.</param>
    /// <param name="held">Variables and fields that something else refers to for longer than a call, and what refers to them; null when these are not followed.</param>
    public static void Find(
        IOperation root, ISet<ISymbol> captured, ISet<ISymbol> unstable, ISet<ISymbol> shared, IDictionary<ISymbol, IOperation>? aliases, ISet<ISymbol>? filled, out bool capturesThis, out bool hasFunctions, ISet<ISymbol>? held = null,
        Contracts.ContractTable? contracts = null)
    {
        capturesThis = false;
        var initialized = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        var assigned = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        var operations = root.DescendantsAndSelf().ToList();
        var asDelegate = operations.Exists(o => o is IMethodReferenceOperation { Method.MethodKind: MethodKind.LocalFunction });
        hasFunctions = operations.Exists(o => o is IAnonymousFunctionOperation or ILocalFunctionOperation);
        foreach (var operation in operations)
        {
            if (VariableOf(operation) is { } variable && IsWritten(operation))
            {
                assigned.Add(variable);
            }

            switch (operation)
            {
                case ILocalReferenceOperation local when hasFunctions && FunctionAround(local) is { } function && IsOutside(local.Local, function):
                    Add(local.Local, local, captured, unstable);
                    Share(local.Local, function, asDelegate, shared);
                    break;
                case IParameterReferenceOperation parameter when hasFunctions && FunctionAround(parameter) is { } function && IsOutside(parameter.Parameter, function):
                    Add(parameter.Parameter, parameter, captured, unstable);
                    Share(parameter.Parameter, function, asDelegate, shared);
                    break;
                case IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance } when hasFunctions && FunctionAround(operation) is { } function:
                    capturesThis |= function.MethodKind == MethodKind.AnonymousFunction || asDelegate;
                    break;
                case IAddressOfOperation address when contracts is null || !PassedByAddress.IsAll(address, contracts):
                    AddReferenced(address.Reference, unstable);
                    break;
                case IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out, Value: IConditionalOperation { IsRef: true } either }:
                    AddReferenced(either, unstable);
                    break;
                case IArgumentOperation { Parameter.RefKind: not RefKind.None, Value: var passed } kept when KeepsReferences(kept):
                    AddHeld(passed, unstable, held);
                    if (kept.Parent?.Parent is IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var holder } })
                    {
                        unstable.Add(holder);
                        held?.Add(holder);
                    }

                    break;
                case ISimpleAssignmentOperation { IsRef: true } moved:
                    AddReferenced(moved.Target, unstable);
                    AddReferenced(moved.Value, unstable);
                    break;
                case IVariableDeclaratorOperation { Symbol: { RefKind: not RefKind.None } other } alias when aliases is not null &&
                        alias.GetVariableInitializer() is { Value: var named } && !Evaluator.IsStruct(other.Type) && IsPlace(named, aliases):
                    aliases.Add(other, named);
                    break;
                case IVariableDeclaratorOperation { Symbol.RefKind: not RefKind.None } alias:
                    unstable.Add(alias.Symbol);
                    if (alias.GetVariableInitializer()?.Value is { } target)
                    {
                        AddReferenced(target, unstable);
                    }

                    break;
                case IVariableDeclaratorOperation declarator when declarator.GetVariableInitializer() is { Value: var made }:
                    initialized.Add(declarator.Symbol);
                    if (filled is not null && Collections.Adders.IsMadeFull(made))
                    {
                        filled.Add(declarator.Symbol);
                    }

                    break;
                case IInvocationOperation or ISimpleAssignmentOperation when filled is not null && Collections.Adders.FilledBy(operation) is { } collection:
                    filled.Add(collection);
                    break;
            }
        }

        foreach (var alias in aliases?.Where(a => unstable.Contains(a.Key)).Reverse().ToList() ?? new())
        {
            // It comes to name something else, or is named itself.
            aliases!.Remove(alias.Key);
            AddReferenced(alias.Value, unstable);
        }

        // What is only ever put in where the variable is declared is in it before there can be a delegate that sees it.
        initialized.ExceptWith(assigned);
        initialized.ExceptWith(unstable);
        shared.ExceptWith(initialized);
    }

    // What yields a reference, or something that has one inside, may yield that to what it was passed by reference.
    private static bool KeepsReferences(IArgumentOperation argument) =>
        argument.Parameter is { RefKind: RefKind.Ref or RefKind.In, Type: var type, ScopedKind: var scope } && argument.Parent switch
        {
            IObjectCreationOperation { Type: { IsRefLikeType: true } made } => scope == ScopedKind.None && IsHolderOf(made, type),
            IInvocationOperation { TargetMethod: { ReturnsByRef: true } called } => scope == ScopedKind.None && SymbolEqualityComparer.Default.Equals(called.ReturnType, type),
            // That a library's span does not lead to it is no more than said.
            IInvocationOperation { TargetMethod: { ReturnType: { IsRefLikeType: true } made } called } => (scope == ScopedKind.None || ClassLibrary.Has(called.ContainingType)) && IsHolderOf(made, type),
            _ => false,
        };

    // A span of such things, or a struct with a reference among its fields.
    private static bool IsHolderOf(ITypeSymbol made, ITypeSymbol type) =>
        made is INamedTypeSymbol { Name: nameof(Span<int>) or nameof(ReadOnlySpan<int>), TypeArguments: { Length: 1 } elements, ContainingNamespace: { Name: nameof(System), ContainingNamespace.IsGlobalNamespace: true } }
            ? SymbolEqualityComparer.Default.Equals(elements[0], type)
            : made.GetMembers().Any(m => m is IFieldSymbol { IsStatic: false, RefKind: not RefKind.None });

    private static void AddHeld(IOperation passed, ISet<ISymbol> unstable, ISet<ISymbol>? held)
    {
        var symbol = passed switch
        {
            ILocalReferenceOperation local => local.Local,
            IParameterReferenceOperation parameter => parameter.Parameter,
            IFieldReferenceOperation field => (ISymbol)field.Field,
            _ => null,
        };
        if (symbol is not null)
        {
            unstable.Add(symbol);
            held?.Add(symbol);
        }
    }

    // A variable, or a field of this object, of a type or of a variable: something that does not come to be something else.
    private static bool IsPlace(IOperation named, IDictionary<ISymbol, IOperation> aliases) => named switch
    {
        ILocalReferenceOperation local => local.Local.RefKind == RefKind.None || aliases.ContainsKey(local.Local),
        IParameterReferenceOperation => true,
        IFieldReferenceOperation { Instance: null or IInstanceReferenceOperation } => true,
        IFieldReferenceOperation { Instance: { Type.IsValueType: true } outer } => IsPlace(outer, aliases),
        _ => false,
    };

    // A local, or the local struct that a field is a part of.
    private static ISymbol? VariableOf(IOperation operation)
    {
        while (operation is IFieldReferenceOperation { Instance: { Type.IsValueType: true } outer })
        {
            operation = outer;
        }

        return (operation as ILocalReferenceOperation)?.Local;
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
            case IConditionalOperation { IsRef: true, WhenFalse: { } otherwise } either:
                AddReferenced(either.WhenTrue, unstable);
                AddReferenced(otherwise, unstable);
                break;
        }
    }

    // A lambda can run whenever the delegate is called; a local function that is only called runs where it is.
    private static void Share(ISymbol variable, IMethodSymbol function, bool asDelegate, ISet<ISymbol> shared)
    {
        if (function.MethodKind == MethodKind.AnonymousFunction || asDelegate)
        {
            shared.Add(variable);
        }
    }

    // Mentioned in a function other than the one that declares it.
    private static bool IsOutside(ISymbol variable, IMethodSymbol function) => !SymbolEqualityComparer.Default.Equals(function, variable.ContainingSymbol);

    private static IMethodSymbol? FunctionAround(IOperation reference)
    {
        for (var operation = reference.Parent; operation is not null; operation = operation.Parent)
        {
            switch (operation)
            {
                case IAnonymousFunctionOperation lambda:
                    return lambda.Symbol;
                case ILocalFunctionOperation local:
                    return local.Symbol;
            }
        }

        return null;
    }

    /// <summary>Whether a variable may be given something else where it is mentioned.</summary>
    public static bool IsWritten(IOperation reference) => reference.Parent switch
    {
        IAssignmentOperation assignment => assignment.Target == reference,
        IIncrementOrDecrementOperation => true,
        IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } => true,
        IAddressOfOperation => true,
        ITupleOperation { Parent: IDeconstructionAssignmentOperation deconstruction } tuple => deconstruction.Target == tuple,
        _ => false,
    };
}
