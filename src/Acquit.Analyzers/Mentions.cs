using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Contracts.Reading;
using Acquit.Analyzers.Flow;
using Acquit.Analyzers.Flow.Summaries;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.Analyzers;

/// <summary>From names in a text to the bodies that call something with a contract.</summary>
internal sealed class Mentions
{
    private Mentions(
        IReadOnlyCollection<SyntaxNode> withContracts, IReadOnlyCollection<SyntaxNode> declarations, IReadOnlyDictionary<SyntaxNode, List<SimpleNameSyntax>> names)
    {
        NamesIn = names;
        WithContracts = withContracts;
        Declarations = declarations;
    }

    /// <summary>Bodies, as the control-flow graph takes them, in which a name binds to something with a contract.</summary>
    public IReadOnlyCollection<SyntaxNode> WithContracts { get; }

    /// <summary>The names in each of them that may stand for something with a contract.</summary>
    public IReadOnlyDictionary<SyntaxNode, List<SimpleNameSyntax>> NamesIn { get; }

    /// <summary>Declarations of methods by such a name: they may run in a context.</summary>
    public IReadOnlyCollection<SyntaxNode> Declarations { get; }

    public static Mentions Find(
        List<NameHit> hits, SemanticModel model, ContractTable contracts, SummaryTable.Inquiry summaries, CancellationToken cancellationToken)
    {
        var bodies = new HashSet<SyntaxNode>();
        var ordered = new List<SyntaxNode>();
        var declarations = new List<SyntaxNode>();
        var names = new Dictionary<SyntaxNode, List<SimpleNameSyntax>>();
        foreach (var named in NodesAt(hits, model.SyntaxTree.GetRoot(cancellationToken)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (named is MethodDeclarationSyntax or LocalFunctionStatementSyntax)
            {
                declarations.Add(named);
                continue;
            }

            if (named is not SimpleNameSyntax name || BodyOf(name) is not { } body)
            {
                continue;
            }

            if (!names.TryGetValue(body, out var inBody))
            {
                names.Add(body, inBody = new List<SimpleNameSyntax>());
            }

            inBody.Add(name);
            if (!bodies.Contains(body) && EffectOf(name, model, contracts, summaries, cancellationToken) != Effect.None)
            {
                bodies.Add(body);
                ordered.Add(body);
            }
        }

        return new Mentions(ordered, declarations, names);
    }

    /// <summary>The names by the bodies, as the control-flow graph takes them, in which they stand.</summary>
    public static IEnumerable<IGrouping<SyntaxNode, SimpleNameSyntax>> NamesByBody(List<NameHit> hits, SyntaxNode root) =>
        from name in NodesAt(hits, root).OfType<SimpleNameSyntax>()
        let body = BodyOf(name)
        where body is not null
        group name by body;

    /// <summary>Whether a body may hand out what it acquires.</summary>
    /// <param name="names">The names in it that may stand for something with a contract.</param>
    public static bool MayHandOut(
        SyntaxNode body, IEnumerable<SimpleNameSyntax> names, SemanticModel model, ContractTable contracts, SummaryTable.Inquiry summaries,
        CancellationToken cancellationToken)
    {
        Handing? handing = null;
        foreach (var name in names)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (EffectOf(name, model, contracts, summaries, cancellationToken) switch
                {
                    Effect.Acquires => !new ReleasedInFinally(model, contracts, cancellationToken).Covers(name),
                    Effect.Yields => (handing ??= HandingTo(body, model, contracts, summaries, cancellationToken)).MayGetOut(name),
                    _ => false,
                })
            {
                return true;
            }
        }

        return false;
    }

    private static Handing HandingTo(SyntaxNode body, SemanticModel model, ContractTable contracts, SummaryTable.Inquiry summaries, CancellationToken cancellationToken) =>
        new(body, model, summaries.Graphs, contracts, cancellationToken) { StaysIn = field => !summaries.Fields.IsNeverReleased(field, kind: null, summaries, cancellationToken) };

    // What each name in the text belongs to.
    private static IEnumerable<SyntaxNode> NodesAt(List<NameHit> hits, SyntaxNode root) =>
        from hit in hits
        let token = root.FindToken(hit.Start)
        where token.SpanStart == hit.Start && token.IsKind(SyntaxKind.IdentifierToken) && token.Parent is not null
        select token.Parent;

    private enum Effect
    {
        None,
        Some,

        /// <summary>What the call yields is acquired by it, and nothing else.</summary>
        Yields,
        Acquires,
    }

    private static Effect EffectOf(
        SimpleNameSyntax name, SemanticModel model, ContractTable contracts, SummaryTable.Inquiry summaries, CancellationToken cancellationToken)
    {
        switch (SymbolOf(name, model, cancellationToken))
        {
            case IMethodSymbol method:
                return Of(method, ReceiverOf(name, model, cancellationToken));
            case IPropertySymbol property:
                var got = property.GetMethod is { } getter ? Of(getter, null) : Effect.None;
                var set = property.SetMethod is { } setter ? Of(setter, null) : Effect.None;
                return (Effect)Math.Max(Math.Max((int)got, (int)set), contracts.RunsIn(property).IsEmpty ? 0 : (int)Effect.Some);
            case IFieldSymbol or IEventSymbol or IParameterSymbol:
                return contracts.RunsIn(model.GetSymbolInfo(name, cancellationToken).Symbol!).IsEmpty ? Effect.None : Effect.Some;
            case INamedTypeSymbol type:
                // A constructor, an operator, an indexer or a delegate goes by the name of its type.
                var made = CreationBy(name) is { } creation && model.GetSymbolInfo(creation, cancellationToken).Symbol is IMethodSymbol constructor
                    ? Of(constructor, null)
                    : Effect.None;
                return made == Effect.None && contracts.Names.Contains(type.Name) ? Effect.Some : made;
            default:
                return Effect.None;
        }

        Effect Of(IMethodSymbol method, ITypeSymbol? receiver) =>
            contracts.Of(method, receiver) is { } contract ? Acquires(contract)
            : summaries.Of(method.ReducedFrom ?? method, false, cancellationToken) is { } summary && (!summary.Acquires.IsEmpty || !summary.PerhapsAcquired.IsEmpty || GivingNames.IsOfCallers(summary, contracts)) ? Acquires(summary)
            : summaries.MayAcquire(method, cancellationToken) ? Effect.Some
            : !summaries.Needs.Of(method, cancellationToken).IsEmpty ? Effect.Some
            : Effect.None;

        static Effect Acquires(MemberContract contract) =>
            contract.Acquires.IsEmpty ? Effect.Some
            : contract.Acquires.All(a => a.Target.Kind == TargetKind.Return) ? Effect.Yields
            : Effect.Acquires;
    }

    // To ask for the call is cheaper than to ask for the methods that a name may stand for. A delegate's call is none of its name.
    private static ISymbol? SymbolOf(SimpleNameSyntax name, SemanticModel model, CancellationToken cancellationToken) =>
        NamedCall.By(name) is { } call && model.GetSymbolInfo(call, cancellationToken).Symbol is IMethodSymbol method && method.Name == name.Identifier.ValueText
            ? method
            : model.GetSymbolInfo(name, cancellationToken).Symbol;

    // new T(…), or T x = new(…).
    private static BaseObjectCreationExpressionSyntax? CreationBy(SimpleNameSyntax name)
    {
        SyntaxNode type = name;
        while (type.Parent is TypeSyntax outer)
        {
            type = outer;
        }

        return type.Parent switch
        {
            ObjectCreationExpressionSyntax creation => creation,
            VariableDeclarationSyntax declaration => declaration.Variables[0].Initializer?.Value as ImplicitObjectCreationExpressionSyntax,
            _ => null,
        };
    }

    private static ITypeSymbol? ReceiverOf(SimpleNameSyntax name, SemanticModel model, CancellationToken cancellationToken) => name.Parent switch
    {
        MemberAccessExpressionSyntax access when access.Name == name => model.GetTypeInfo(access.Expression, cancellationToken).Type,
        MemberBindingExpressionSyntax { Parent: { } used } => used.FirstAncestorOrSelf<ConditionalAccessExpressionSyntax>() is { } conditional
            ? model.GetTypeInfo(conditional.Expression, cancellationToken).Type
            : null,
        _ => null,
    };

    /// <summary>All bodies within a member.</summary>
    public static IReadOnlyCollection<SyntaxNode> BodiesIn(SyntaxNode root, Microsoft.CodeAnalysis.Text.TextSpan member) =>
        root.DescendantNodes(n => n.FullSpan.IntersectsWith(member)).Where(n => member.Contains(n.Span) && BodyOf(n) == n).ToList();

    /// <summary>The body that a node stands in, as the control-flow graph takes it.</summary>
    public static SyntaxNode? BodyOf(SyntaxNode node)
    {
        for (var n = node; n is not null; n = n.Parent)
        {
            switch (n)
            {
                case AttributeSyntax or UsingDirectiveSyntax or BaseListSyntax:
                    return null;
                case BaseMethodDeclarationSyntax method:
                    return method.Body is not null || method.ExpressionBody is not null ? method : null;
                case AccessorDeclarationSyntax accessor:
                    return accessor.Body is not null || accessor.ExpressionBody is not null ? accessor : null;
                case ArrowExpressionClauseSyntax { Parent: BasePropertyDeclarationSyntax } arrow:
                    return arrow;
                case EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent.Parent: BaseFieldDeclarationSyntax } or PropertyDeclarationSyntax } initializer:
                    return initializer;
                case GlobalStatementSyntax { Parent: CompilationUnitSyntax unit }:
                    return unit;
                case BaseTypeDeclarationSyntax or DelegateDeclarationSyntax:
                    return null;
            }
        }

        return null;
    }
}
