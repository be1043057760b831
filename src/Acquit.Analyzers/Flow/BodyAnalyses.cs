using System.Runtime.ExceptionServices;
using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Flow.Summaries;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Flow;

/// <summary>
/// Follows the bodies of one file: side by side while it is edited, when somebody waits for this very file. In a build the files are side by
/// side, and two bodies that come to the same helper at once would both look into it.
/// </summary>
/// <remarks>What is found comes in the order of the bodies, whichever is done first.</remarks>
internal static class BodyAnalyses
{
    /// <summary>Fewer are not worth a second thread.</summary>
    private const int FewestApart = 4;

    /// <summary>The more go on at once, the more often they look into the same helper.</summary>
    private const int MostAtOnce = 2;

    /// <param name="Body">As the control-flow graph takes it.</param>
    /// <param name="Findings">What is wrong in the body.</param>
    /// <param name="FieldMinders">The types whose fields it puts something that is held into, or releases it from there.</param>
    /// <param name="Elsewhere">What other files may add.</param>
    public sealed record Analyzed(SyntaxNode Body, IReadOnlyCollection<Finding> Findings, IReadOnlyCollection<INamedTypeSymbol> FieldMinders, List<Finding> Elsewhere);

    /// <inheritdoc cref="BodyAnalysis.Analyze(SyntaxNode, SemanticModel, ContractTable, Contexts.ContextReach, SummaryTable, CancellationToken, ICollection{INamedTypeSymbol}, List{Finding})"/>
    public static IReadOnlyList<Analyzed> Of(
        IEnumerable<SyntaxNode> bodies, SemanticModel model, ContractTable contracts, Contexts.ContextReach reach, SummaryTable summaries, CancellationToken cancellationToken)
    {
        var all = bodies.ToList();
        var analyzed = new Analyzed[all.Count];
        if (all.Count < FewestApart || !model.Compilation.Options.ConcurrentBuild || !FoundBefore.In(model.SyntaxTree).IsEdited())
        {
            for (var i = 0; i < all.Count; i++)
            {
                Analyze(i);
            }

            return analyzed;
        }

        try
        {
            Parallel.For(0, all.Count, new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = MostAtOnce }, Analyze);
        }
        catch (AggregateException several)
        {
            // As if they had been followed one after the other.
            ExceptionDispatchInfo.Capture(several.InnerExceptions.FirstOrDefault(e => e is not OperationCanceledException) ?? several.InnerExceptions[0]).Throw();
        }

        return analyzed;

        void Analyze(int i)
        {
            var minders = new HashSet<INamedTypeSymbol>(SymbolEqualityComparer.Default);
            var elsewhere = new List<Finding>();
            analyzed[i] = new Analyzed(all[i], BodyAnalysis.Analyze(all[i], model, contracts, reach, summaries, cancellationToken, minders, elsewhere), minders, elsewhere);
        }
    }
}
