using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Acquit.Analyzers.Flow.Usage;

/// <summary>The variables that captures stand for when they are assigned, or passed by reference.</summary>
internal sealed class BitPlaces
{
    private static readonly IReadOnlyList<ISymbol> None = Array.Empty<ISymbol>();
    private readonly Dictionary<CaptureId, List<ISymbol>> _variables = new();

    public BitPlaces(ControlFlowGraph graph)
    {
        foreach (var capture in graph.Blocks.SelectMany(b => b.Operations).OfType<IFlowCaptureOperation>())
        {
            switch (capture.Value)
            {
                case ILocalReferenceOperation local:
                    Add(capture.Id, local.Local);
                    break;
                case IParameterReferenceOperation parameter:
                    Add(capture.Id, parameter.Parameter);
                    break;
                case IFlowCaptureReferenceOperation inner:
                    foreach (var variable in Of(inner.Id).ToList())
                    {
                        Add(capture.Id, variable);
                    }

                    break;
            }
        }
    }

    /// <summary>More than one of a conditional reference; none of what is no variable.</summary>
    public IReadOnlyList<ISymbol> Of(CaptureId capture) => _variables.TryGetValue(capture, out var variables) ? variables : None;

    private void Add(CaptureId capture, ISymbol variable)
    {
        if (!_variables.TryGetValue(capture, out var variables))
        {
            _variables.Add(capture, variables = new List<ISymbol>());
        }

        if (!variables.Contains(variable, SymbolEqualityComparer.Default))
        {
            variables.Add(variable);
        }
    }
}
