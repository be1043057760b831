using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Flow;

/// <summary>What one argument is: its value before the call, and the place behind it when it is passed by reference.</summary>
internal sealed record Argument(IParameterSymbol Parameter, IOperation Operation, Value Before, Place? Place)
{
    /// <summary>Whether the parameter is a pointer, and what it is given the address of a variable.</summary>
    public bool IsByAddress { get; init; }

    public RefKind RefKind => IsByAddress ? RefKind.Ref : Parameter.RefKind;

    public bool IsByReference => RefKind is RefKind.Ref or RefKind.Out;

    /// <summary>The type of what is passed, whether as it is or by where it is.</summary>
    public ITypeSymbol Type => IsByAddress && Operation.Type is { } type ? type : Parameter.Type;

    /// <summary>The value that conditions on the parameter speak of: after the call, if the call can change it.</summary>
    public Value After { get; set; } = Before;
}

/// <summary>One call, with what it is given and what it yields.</summary>
internal sealed record Call(
    IOperation Operation, IMethodSymbol Method, MemberContract? Contract, IOperation? Instance, Value Receiver, ImmutableArray<Argument> Arguments)
{
    /// <summary>What the body does, of a method without a contract.</summary>
    public MemberContract? Summary { get; init; }

    /// <summary>What the body releases besides, of a method whose contract is on what it overrides or implements.</summary>
    public MemberContract? Besides { get; init; }

    /// <summary>What is known to happen to what passes through the call, declared or read off the body.</summary>
    public MemberContract? Effects => Contract ?? Summary;

    /// <summary>What it may acquire only in members that were null before; of those, the ones that were not.</summary>
    public ImmutableArray<AcquireClause> Untold { get; set; } = ImmutableArray<AcquireClause>.Empty;

    /// <summary>What it gives back only if a member names something, and that member named nothing before the call.</summary>
    public ImmutableArray<ReleaseClause> Vain { get; set; } = ImmutableArray<ReleaseClause>.Empty;

    /// <summary>Locks made by the caller, and known to nobody else, that it takes on some of its ways.</summary>
    public ImmutableArray<AcquireClause> Perhaps { get; set; } = ImmutableArray<AcquireClause>.Empty;

    public Value Result { get; set; }

    /// <summary>What it is called on; of a constructor, the new object once there is one.</summary>
    public Value Receiver { get; set; } = Receiver;

    public Argument? this[int ordinal] => Arguments.FirstOrDefault(a => a.Parameter.Ordinal == ordinal);
}
