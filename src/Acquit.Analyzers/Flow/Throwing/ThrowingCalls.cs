using Acquit.Analyzers.Configuration;
using Acquit.Analyzers.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Acquit.Analyzers.Flow.Throwing;

/// <summary>Which operations count as throwing, by what the user chose.</summary>
internal sealed class ThrowingCalls
{
    private readonly Throwers _throwers;
    private readonly ContractTable _contracts;
    private readonly ThrowingBodies _bodies;
    private readonly CancellationToken _cancellationToken;

    public ThrowingCalls(Throwers throwers, ContractTable contracts, ThrowingBodies bodies, CancellationToken cancellationToken)
    {
        _throwers = throwers;
        _contracts = contracts;
        _bodies = bodies;
        _cancellationToken = cancellationToken;
    }

    /// <summary>Whether an operation is of a sort that can count; cheap, so that hardly anything needs a closer look later.</summary>
    public bool IsCandidate(IOperation operation) => operation switch
    {
        // Nobody writes a conversion that code stands behind.
        IConversionOperation { OperatorMethod: not null } => _throwers == Throwers.All,
        { IsImplicit: true } => false,
        IInvocationOperation invocation => !IsPart(invocation.TargetMethod, out var fails) || fails,
        IObjectCreationOperation creation => creation.Constructor is { IsImplicitlyDeclared: false } || (_throwers == Throwers.All && creation.Type is { IsReferenceType: true }),
        IAwaitOperation => _throwers >= Throwers.Calls,
        IPropertyReferenceOperation or IBinaryOperation { OperatorMethod: not null } or IUnaryOperation { OperatorMethod: not null } or
            ICompoundAssignmentOperation { OperatorMethod: not null } or IIncrementOrDecrementOperation { OperatorMethod: not null } or
            IArrayCreationOperation or IAnonymousObjectCreationOperation or ITypeParameterObjectCreationOperation => _throwers == Throwers.All,
        _ => false,
    };

    /// <summary>Whether a candidate counts as throwing.</summary>
    public bool Counts(IOperation operation)
    {
        switch (operation)
        {
            case IInvocationOperation invocation:
                return Counts(invocation.TargetMethod, ThrowingBodies.IsAwaited(invocation.Syntax));
            case IObjectCreationOperation { Constructor: { } constructor } creation:
                return IsPart(constructor, out var fails) ? fails : Counts(constructor, creation);
            case IPropertyReferenceOperation property:
                // A length or another field of what the language itself knows.
                return property.Property.ContainingType is { SpecialType: SpecialType.None, IsRefLikeType: false };
            default:
                return true;
        }
    }

    /// <summary>Who it is that throws; null when nobody is called.</summary>
    public static IMethodSymbol? Method(IOperation operation) => operation switch
    {
        IInvocationOperation invocation => invocation.TargetMethod,
        IObjectCreationOperation creation => creation.Constructor,
        IAwaitOperation { Operation: IInvocationOperation awaited } => awaited.TargetMethod,
        IPropertyReferenceOperation property => property.Property.GetMethod ?? property.Property.SetMethod,
        _ => null,
    };

    private bool Counts(IMethodSymbol method, bool isAwaited)
    {
        if (IsPart(method, out var fails))
        {
            return fails;
        }

        // Left out of what is shipped.
        if (method.GetAttributes().Any(a => a.AttributeClass is { Name: "ConditionalAttribute" }))
        {
            return false;
        }

        if (_bodies.IsNamedForIt(method, _cancellationToken))
        {
            return true;
        }

        // What comes from elsewhere and does not return ends the process.
        var isUnknown = !_bodies.AreKnownOf(method) || !Summaries.CallGraph.IsFixed(method);
        if (_throwers == Throwers.Throws || Conventions.NeverReturns(method))
        {
            return !isUnknown && _bodies.Throws(method, isAwaited, _cancellationToken);
        }

        return _throwers == Throwers.All || !(MovesNumbers(method) || IsQuiet(method, isAwaited));
    }

    private bool Counts(IMethodSymbol constructor, IObjectCreationOperation creation)
    {
        if (creation.Parent is IThrowOperation || ClassLibrary.IsException(constructor.ContainingType))
        {
            return false;
        }

        return _throwers switch
        {
            Throwers.Throws => _bodies.AreKnownOf(constructor) && _bodies.Throws(constructor, false, _cancellationToken),
            Throwers.Calls => constructor is { Parameters.IsEmpty: false, ContainingType: { IsReferenceType: true, SpecialType: SpecialType.None, TypeKind: not TypeKind.Delegate } },
            _ => true,
        };
    }

    // What acquires and releases is taken to do so. Only where no failure is named, of something new, is there no other way not to get it.
    private bool IsPart(IMethodSymbol method, out bool fails)
    {
        var contract = _contracts.Of(method);
        fails = _throwers >= Throwers.Calls && contract?.Acquires.Any(a => a.Target.IsReturn && a.When.Tests.IsEmpty) == true;
        return contract is not null && !(contract.Acquires.IsEmpty && contract.Releases.IsEmpty && contract.TellsHeld is null);
    }

    private bool IsQuiet(IMethodSymbol method, bool isAwaited) =>
        _bodies.AreKnownOf(method) ? QuietCalls.Tries(method) && !_bodies.Throws(method, isAwaited, _cancellationToken)
        : !method.IsExtern && QuietCalls.Is(method, _contracts.Of(method), IsNumber);

    // Of numbers, addresses and blocks of them a library method does nothing but reject wrong ones.
    private bool MovesNumbers(IMethodSymbol method) =>
        !_bodies.AreKnownOf(method) && !method.IsExtern && (method.IsStatic || IsNumber(method.ContainingType)) &&
        (method.ReducedFrom ?? method).Parameters.All(p => IsNumber(p.Type));

    private static bool IsNumber(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => IsNumber(array.ElementType),
        IPointerTypeSymbol or ITypeParameterSymbol or { TypeKind: TypeKind.Enum } or { IsRefLikeType: true } => true,
        _ => type.SpecialType is (>= SpecialType.System_Boolean and <= SpecialType.System_Double) or SpecialType.System_IntPtr or
            SpecialType.System_UIntPtr or SpecialType.System_Array,
    };
}
