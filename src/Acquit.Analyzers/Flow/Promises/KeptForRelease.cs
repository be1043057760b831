using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Flow.Locks;
using Acquit.Analyzers.Flow.Summaries;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;

namespace Acquit.Analyzers.Flow;

/// <summary>
/// Two methods of a type have contracts of their own: one acquires what the other releases. What the first keeps for it beyond that, the
/// caller knows nothing of; the other is to give it back.
/// </summary>
internal sealed class KeptForRelease
{
    private readonly FlowContext _context;

    public KeptForRelease(FlowContext context) => _context = context;

    /// <summary>The release that leaves held what an acquire keeps; null if there is none, or nobody knows.</summary>
    /// <param name="clause">What the contract of the acquire says.</param>
    /// <param name="kind">What it keeps.</param>
    public IMethodSymbol? LeavingIt(AcquireClause clause, string kind)
    {
        if (_context.Owner is not IMethodSymbol { ContainingType: { } type })
        {
            return null;
        }

        var all = _context.Contracts.ReleasesOf(clause.Kind);
        var own = all.Where(m => SymbolEqualityComparer.Default.Equals(m.ContainingType, type)).ToList();
        return own.Count > 0 && own.TrueForAll(m => IsKeptBy(m, kind)) &&
               !new OtherHalves(_context).AreIn(_context.Compilation.SyntaxTrees.Select(tree => (tree, new TextSpan(0, tree.Length))), null, kind, IsLookedAt)
            ? own[0]
            : null;

        // What others keep is for their own releases.
        bool IsLookedAt(IMethodSymbol method) =>
            all.Contains(method, SymbolEqualityComparer.Default) ||
            (!SymbolEqualityComparer.Default.Equals(method.ContainingType, type) && _context.Contracts.Of(method) is { Releases.IsEmpty: false } && _context.Contracts.IsWrittenFor(method));
    }

    // It calls nothing but what contracts and the class library describe, none of which gives it back, and writes nothing down.
    private bool IsKeptBy(IMethodSymbol release, string kind) =>
        release is { IsVirtual: false, IsAbstract: false, IsOverride: false, IsExtern: false } &&
        _context.Summaries.Graphs.OwnDeclarationOf(release, _context.CancellationToken) is { } declaration &&
        _context.Summaries.Graphs.ModelOf(declaration.SyntaxTree).GetOperation(declaration, _context.CancellationToken) is { } body &&
        body.Descendants().All(o => IsPlain(o, kind));

    private bool IsPlain(IOperation operation, string kind) => operation switch
    {
        IInvocationOperation call => call.TargetMethod.MethodKind != MethodKind.DelegateInvoke && Leaves(call.TargetMethod, kind),
        IObjectCreationOperation { Constructor: { } constructor } => Leaves(constructor, kind),
        IPropertyReferenceOperation property => !Fields.FieldUses.IsByCode(property.Property) && (property.Property.GetMethod is not { } getter || _context.Contracts.Of(getter) is not { Releases.IsEmpty: false }),
        IAssignmentOperation assignment => assignment.Target is ILocalReferenceOperation or IDiscardOperation,
        IIncrementOrDecrementOperation change => change.Target is ILocalReferenceOperation,
        IBinaryOperation { OperatorMethod: { } method } => ClassLibrary.Has(method.ContainingType),
        IUnaryOperation { OperatorMethod: { } method } => ClassLibrary.Has(method.ContainingType),
        IConversionOperation { OperatorMethod: { } method } => ClassLibrary.Has(method.ContainingType),
        IDelegateCreationOperation or IAnonymousFunctionOperation or ILocalFunctionOperation or IMethodReferenceOperation or IAwaitOperation or IUsingOperation or IUsingDeclarationOperation or
            IDynamicInvocationOperation or IDynamicMemberReferenceOperation or IDynamicObjectCreationOperation or IForEachLoopOperation or IFunctionPointerInvocationOperation or IInvalidOperation => false,
        { Kind: OperationKind.None } => false,
        _ => true,
    };

    private bool Leaves(IMethodSymbol method, string kind) =>
        _context.Contracts.Of(method) is { } contract
            ? contract.Releases.All(r => r.Kind != kind)
            : ClassLibrary.Has(method.ContainingType);
}
