using Acquit.Analyzers.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Acquit.Analyzers.Flow.Locks;

/// <summary>Lock statements on locks of their own type, as far as the graph does not show what they do.</summary>
/// <remarks>
/// Such a statement stands for a scope of the lock. Where references may be null, compilers do not find the scope when they build the graph, and leave
/// an invalid operation in its place, with the statements of the block behind it. The block itself tells how long it is held.
/// </remarks>
internal sealed class LockStatements
{
    private const string Enter = "EnterScope";

    private readonly FlowContext _context;
    private readonly Dictionary<LockStatementSyntax, (Value Key, AcquireSite Site, Trail? Trail)> _entered = new();
    private readonly HashSet<LockStatementSyntax> _unclear = new();

    public LockStatements(FlowContext context) => _context = context;

    /// <summary>What such a statement locks; null for any other operation.</summary>
    public static IOperation? LockedBy(IExpressionStatementOperation statement) =>
        statement is { Syntax: LockStatementSyntax, Operation: IInvalidOperation invalid } && invalid.ChildOperations.Count == 1 ? invalid.ChildOperations.First() : null;

    /// <summary>Whether a call is what the language makes of such a statement, of whatever is locked.</summary>
    public static bool IsMadeOf(IOperation call) => call is { IsImplicit: true, Syntax: ExpressionSyntax { Parent: LockStatementSyntax } };

    /// <summary>The statement is come to, and a value is locked.</summary>
    public void Come(IExpressionStatementOperation statement, IOperation locked, Value key, World world)
    {
        if (locked.Type?.GetMembers(Enter).OfType<IMethodSymbol>().FirstOrDefault(m => m.Parameters.IsEmpty) is not { } enter ||
            _context.Contracts.Of(enter)?.Acquires.FirstOrDefault(a => a.Target.IsReturn) is not { } clause)
        {
            return;
        }

        var syntax = (LockStatementSyntax)statement.Syntax;
        world.Step(StepKind.Acquired, locked.Syntax);
        if (!_entered.TryGetValue(syntax, out var known))
        {
            _entered.Add(syntax, (key, _context.Site(locked, enter, clause, 0), world.Trail));
        }
        else if (known.Key != key)
        {
            _unclear.Add(syntax);
        }
    }

    /// <summary>Adds what is held by the statements around a place.</summary>
    public Holding With(Holding holding, SyntaxNode place, Value key, RequireClause need, World world)
    {
        if (_entered.Count == 0 || holding.Held is not null)
        {
            return holding;
        }

        for (var node = place; node.Parent is { } parent && parent is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax); node = parent)
        {
            if (parent is not LockStatementSyntax statement || statement.Statement != node || !_entered.TryGetValue(statement, out var entered) ||
                !(entered.Site.Clause.Kind == need.Kind || entered.Site.Clause.Implies.Contains(need.Kind)))
            {
                continue;
            }

            if (!_unclear.Contains(statement) && Holding.IsOn(entered.Key, key, world, _context))
            {
                return holding with { Held = new Resource(entered.Site, 0, entered.Key, Status.Held) { AcquiredAt = entered.Trail } };
            }

            if (_unclear.Contains(statement) || !Holding.AreDistinct(entered.Key, key, _context.Symbols))
            {
                holding = holding with { IsOpen = true, Tried = null };
            }
        }

        return holding;
    }
}
