using Acquit.Analyzers.Flow.Summaries;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Flow.Locks;

/// <summary>
/// What may happen to locks in one body that the path to a call does not show: others were given what they are taken on, or the
/// body itself takes, gives back or asks about them elsewhere.
/// </summary>
internal sealed class Doubts
{
    private readonly FlowContext _context;
    private readonly HashSet<(int Root, IAssemblySymbol? By)> _handedOn = new();
    private readonly HashSet<(Value Key, string Kind)> _touched = new();
    private bool _isAnythingRun;
    private bool _isDelegateRun;

    public Doubts(FlowContext context) => _context = context;

    private SymbolTable Symbols => _context.Symbols;

    /// <summary>A call that cannot be followed may take, or give back, whatever it can name.</summary>
    public void Run(Call call)
    {
        var isDelegate = call.Method.MethodKind == MethodKind.DelegateInvoke;
        if (!isDelegate && (ClassLibrary.Has(call.Method.ContainingType) || !_context.Summaries.Needs.MayTake(call.Method, _context.CancellationToken)))
        {
            return;
        }

        var by = !call.Method.IsInSourceOf(_context.Compilation) && !isDelegate && CallGraph.IsFixed(call.Method) ? call.Method.ContainingAssembly : null;
        _isAnythingRun |= by is null;
        _isDelegateRun |= isDelegate;
        _handedOn.Add((Symbols.RootOf(call.Receiver), by));
        foreach (var argument in call.Arguments)
        {
            _handedOn.Add((Symbols.RootOf(argument.Before), by));
        }
    }

    /// <summary>The body takes it, gives it back or asks whether it is held.</summary>
    public void Touch(Value key, string kind) => _touched.Add((key, kind));

    /// <summary>Whether others may have taken or given back a lock.</summary>
    public bool IsLeftToOthers(Value key, string kind)
    {
        var root = Symbols.RootOf(key);
        var info = Symbols[root];
        return _handedOn.Any(h => h.Root == root && !IsDescribedBy(h.By, kind)) ||
               (_isAnythingRun && info.Origin is Origin.Ambient or Origin.Zero) ||
               (_isDelegateRun && info.Member is { } variable && _context.Captured.Contains(variable));
    }

    /// <summary>Whether the body does something itself to a lock, or to another form of it.</summary>
    public bool IsTouched(Value key, string kind) => _touched.Any(t =>
        (t.Key == key || (Symbols[t.Key.Symbol].Origin == Origin.Ambient && Symbols[key.Symbol].Origin == Origin.Ambient)) &&
        (t.Kind == kind || _context.Contracts.ImpliedBy(t.Kind).Contains(kind) || _context.Contracts.ImpliedBy(kind).Contains(t.Kind)));

    // Whoever describes how a lock is taken describes all that takes it in the same assembly.
    private bool IsDescribedBy(IAssemblySymbol? assembly, string kind) =>
        assembly is not null && _context.Contracts.TakesOf(kind).Any(m => SymbolEqualityComparer.Default.Equals(m.ContainingAssembly, assembly));
}
