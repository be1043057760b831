using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Contracts.Binding;
using Acquit.Analyzers.Flow.Summaries;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Acquit.Analyzers.Flow;

/// <summary>
/// The contract of the method whose body is followed. What it says that the caller holds is put into the world that the body begins
/// with, beside all that the body acquires, so that it can be seen at every way out what has become of it.
/// </summary>
internal sealed class OwnContract
{
    /// <summary>Told apart from the clauses of calls, and from their releases of what came from elsewhere.</summary>
    private const int SiteIndex = -1000;

    /// <summary>Of what is borrowed the contract does not say what it is.</summary>
    public const string AnyKind = "";

    private readonly FlowContext _context;
    private readonly IOperation _root;

    private OwnContract(FlowContext context, IOperation root, IMethodSymbol method, MemberContract contract)
    {
        _context = context;
        _root = root;
        Method = method;
        Contract = contract;
    }

    public IMethodSymbol Method { get; }

    public MemberContract Contract { get; }

    /// <summary>Releases of what the contract says is borrowed.</summary>
    public Dictionary<(int Ordinal, string Kind), (IOperation Call, IReadOnlyList<Trail> Path)> Lost { get; } = new();

    /// <summary>Null for a method without a contract that somebody wrote for it, or for what it overrides or implements.</summary>
    public static OwnContract? Of(FlowContext context, IOperation root)
    {
        if (context.Owner is not IMethodSymbol method || context.Contracts.Of(method) is not { } contract ||
            !IsWritten(method, context) || BodyGraphs.IsIterator(root.Syntax))
        {
            return null;
        }

        return new OwnContract(context, root, method, contract);
    }

    // What .NET says of its own members, it says to callers; those who derive from its types did not put it like that.
    private static bool IsWritten(IMethodSymbol method, FlowContext context)
    {
        var contracts = context.Contracts;
        for (var each = method; each is not null; each = each.OverriddenMethod)
        {
            if (contracts.SpeaksOf(each))
            {
                return each.IsInSourceOf(context.Compilation) && contracts.IsWrittenFor(each);
            }
        }

        return method.ContainingType is { } type && type.AllInterfaces
            .SelectMany(implemented => implemented.GetMembers().OfType<IMethodSymbol>())
            .Any(member => member.IsInSourceOf(context.Compilation) && contracts.IsWrittenFor(member) &&
                           SymbolEqualityComparer.Default.Equals(type.FindImplementationForInterfaceMember(member), method));
    }

    /// <summary>What the caller holds when the body begins.</summary>
    public void Entrust(World world, Evaluator evaluator)
    {
        var entrusted = ImmutableArray.CreateBuilder<Resource>();
        foreach (var group in Contract.Releases.Where(r => r.Target.Path is null).GroupBy(r => r.Target))
        {
            // One of several kinds: nobody knows which. What need not be held at all cannot be missed.
            var first = group.First();
            if (group.All(r => r.Kind == first.Kind && r.Count == first.Count && !r.IfHeld) && Made(first.Target, first.Kind, first.Count, Status.Held, entrusted.Count, world, evaluator) is { } held)
            {
                entrusted.Add(held);
            }
        }

        foreach (var (target, kind) in Contract.Acquires.Where(a => a.Target is { Kind: TargetKind.Parameter, Path: null }).Select(a => (a.Target, a.Kind)).Distinct())
        {
            // Not held yet: noted so that it can be seen whether code of which nothing is known gets hold of it.
            if (Method.Parameters[target.Ordinal] is { RefKind: RefKind.None or RefKind.In } parameter && !AcquireEffects.IsSequence(parameter.Type) &&
                Made(target, kind, null, Status.Failed, entrusted.Count, world, evaluator) is { } vacant)
            {
                entrusted.Add(vacant);
            }
        }

        foreach (var ordinal in Contract.Borrows.Where(b => b >= 0 && IsBorrowedAlways(b)).OrderBy(b => b))
        {
            // The same, of whatever kind it is.
            if (Method.MethodKind != MethodKind.Constructor && Method.Parameters[ordinal] is { RefKind: RefKind.None } parameter && !OperandTypes.IsPlain(parameter.Type) &&
                Made(Target.Parameter(ordinal), AnyKind, null, Status.Failed, entrusted.Count, world, evaluator) is { } borrowed)
            {
                entrusted.Add(borrowed);
            }
        }

        world.Entrusted = entrusted.ToImmutable();
    }

    private Resource? Made(Target target, string kind, Operand? count, Status status, int index, World world, Evaluator evaluator)
    {
        if (KeyOf(target, kind) is not { } key || count is { Kind: OperandKind.Return })
        {
            return null;
        }

        var parameter = target.Kind == TargetKind.Parameter ? Method.Parameters[target.Ordinal] : null;
        var isContainer = parameter is not null && AcquireEffects.IsSequence(parameter.Type) && !AcquireEffects.IsArrayItself(parameter);
        var high = count switch
        {
            { Kind: OperandKind.Parameter } many => Entry(Method.Parameters[many.Ordinal]),
            { } number => Value.Constant(number.Constant),
            null when isContainer => evaluator.LengthOf(key, world),
            null => Value.One,
        };
        var clause = new AcquireClause(
            target, kind, Condition.Always, count, ImmutableArray<string>.Empty, null, ImmutableArray<string>.Empty, false, null);
        return new Resource(_context.Site(_root, Method, clause, SiteIndex - index), 0, key, status) { Foreign = true, IsContainer = isContainer, High = high };
    }

    // What is borrowed unless a condition holds is released where it does.
    private bool IsBorrowedAlways(int ordinal) => !Contract.Releases.Any(r => r.Target == Target.Parameter(ordinal));

    private Value? KeyOf(Target target, string kind) => target.Kind switch
    {
        TargetKind.Parameter when Method.Parameters[target.Ordinal] is { RefKind: not RefKind.Out } parameter => Entry(parameter),
        TargetKind.Receiver => new Value(_context.Symbols.Get(Origin.This), 0),
        TargetKind.Ambient => new Value(_context.Symbols.Get(Origin.Ambient, kind), 0),
        _ => null,
    };

    /// <summary>The value that a parameter had when the method was called.</summary>
    public Value Entry(IParameterSymbol parameter) => new(_context.Symbols.Get(Origin.Parameter, member: parameter), 0);

    /// <summary>Whether the contract says something of contexts, and leaves this one open.</summary>
    public bool Admits(ContextClause forbidden) =>
        !forbidden.Only && !Contract.Contexts.IsEmpty && Contract.RunsIn.IsEmpty &&
        !Contract.Contexts.Any(c => c.Only == (c.Context != forbidden.Context)) && !Contract.Releases.Any(r => IsEnteredWith(r.Kind, forbidden.Context));

    /// <summary>
    /// Whether the body has given back, before a call, what its caller is in the context by; or has taken such a thing itself, which is
    /// another mistake than that of its contract.
    /// </summary>
    public bool HasLeft(string context, IOperation call)
    {
        var isGivenBack = false;
        foreach (var earlier in _root.Descendants().OfType<IInvocationOperation>().Where(o => o.Syntax.Span.End <= call.Syntax.SpanStart))
        {
            if (_context.Contracts.Of(earlier.TargetMethod) is { } contract)
            {
                if (contract.Acquires.Any(a => a.Enters == context))
                {
                    return true;
                }

                isGivenBack |= contract.Releases.Any(r => IsEnteredWith(r.Kind, context));
            }
        }

        return isGivenBack;
    }

    /// <summary>Whether the contract asks its callers to hold something.</summary>
    public bool AsksForLocks => Contract.Requires.Any(r => r.Held);

    // Who gives back a spinlock is in no atomic context from then on.
    private bool IsEnteredWith(string kind, string context) =>
        _context.Contracts.TakesOf(kind).Any(take => _context.Contracts.Of(take)?.Acquires.Any(a => a.Kind == kind && a.Enters == context) == true);

    /// <summary>A value goes to the caller, or into a variable of the caller's.</summary>
    public void HandOut(Value value, World world)
    {
        if (!value.IsConstant)
        {
            world.Change(r => r is { IsLive: true, Escaped: false } && r.Key == value, r => r with { HandedOut = true });
        }
    }

    /// <summary>Something is released that the body did not acquire.</summary>
    public void Released(string kind, Value value, IOperation call, World world)
    {
        if (!value.IsConstant && value.Offset == 0 && _context.Symbols[value.Symbol] is { Origin: Origin.Parameter, Member: IParameterSymbol { RefKind: RefKind.None } parameter } &&
            SymbolEqualityComparer.Default.Equals(parameter.ContainingSymbol, Method) && Contract.Borrows.Contains(parameter.Ordinal) && IsBorrowedAlways(parameter.Ordinal) &&
            !Lost.ContainsKey((parameter.Ordinal, kind)))
        {
            Lost.Add((parameter.Ordinal, kind), (call, Trail.After(world.Trail, null)));
        }
    }
}
