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
        IReadOnlyCollection<SyntaxNode> withContracts, IReadOnlyCollection<SyntaxNode> thatHandOut, IReadOnlyCollection<SyntaxNode> declarations,
        IReadOnlyDictionary<SyntaxNode, List<SimpleNameSyntax>> names)
    {
        NamesIn = names;
        WithContracts = withContracts;
        ThatHandOut = thatHandOut;
        Declarations = declarations;
    }

    /// <summary>Bodies, as the control-flow graph takes them, in which a name binds to something with a contract.</summary>
    public IReadOnlyCollection<SyntaxNode> WithContracts { get; }

    /// <summary>The names in each of them that may stand for something with a contract.</summary>
    public IReadOnlyDictionary<SyntaxNode, List<SimpleNameSyntax>> NamesIn { get; }

    /// <summary>Those of them in which something is acquired that may get out; found only for <see cref="FindWrappers"/>.</summary>
    public IReadOnlyCollection<SyntaxNode> ThatHandOut { get; }

    /// <summary>Declarations of methods by such a name: they may run in a context.</summary>
    public IReadOnlyCollection<SyntaxNode> Declarations { get; }

    public static Mentions Find(
        List<NameHit> hits, SemanticModel model, ContractTable contracts, SummaryTable.Inquiry summaries, CancellationToken cancellationToken) =>
        Find(hits, model, contracts, summaries, false, cancellationToken);

    /// <summary>The same with the bodies that may hand out what they acquire.</summary>
    public static Mentions FindWrappers(
        List<NameHit> hits, SemanticModel model, ContractTable contracts, SummaryTable.Inquiry summaries, CancellationToken cancellationToken) =>
        Find(hits, model, contracts, summaries, true, cancellationToken);

    private static Mentions Find(
        List<NameHit> hits, SemanticModel model, ContractTable contracts, SummaryTable.Inquiry summaries, bool wrappers, CancellationToken cancellationToken)
    {
        var root = model.SyntaxTree.GetRoot(cancellationToken);
        var bodies = new HashSet<SyntaxNode>();
        var ordered = new List<SyntaxNode>();
        var handingOut = new HashSet<SyntaxNode>();
        var declarations = new List<SyntaxNode>();
        var names = new Dictionary<SyntaxNode, List<SimpleNameSyntax>>();
        Handing? handing = null;
        var released = new ReleasedInFinally(model, contracts, cancellationToken);
        foreach (var hit in hits)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var token = root.FindToken(hit.Start);
            if (token.SpanStart != hit.Start || !token.IsKind(SyntaxKind.IdentifierToken))
            {
                continue;
            }

            if (token.Parent is MethodDeclarationSyntax or LocalFunctionStatementSyntax)
            {
                declarations.Add(token.Parent);
                continue;
            }

            if (token.Parent is not SimpleNameSyntax name || BodyOf(name) is not { } body)
            {
                continue;
            }

            if (!names.TryGetValue(body, out var named))
            {
                names.Add(body, named = new List<SimpleNameSyntax>());
            }

            named.Add(name);
            if (!(wrappers ? handingOut : bodies).Contains(body))
            {
                var effect = EffectOf(name, model, contracts, summaries, cancellationToken);
                if (effect != Effect.None && bodies.Add(body))
                {
                    ordered.Add(body);
                }

                if (wrappers && effect >= Effect.Yields)
                {
                    handing = handing?.Body == body ? handing : new Handing(body, model, contracts, cancellationToken);
                    if (effect == Effect.Acquires ? !released.Covers(name) : handing.MayGetOut(name))
                    {
                        handingOut.Add(body);
                    }
                }
            }
        }

        return new Mentions(ordered, handingOut, declarations, names);
    }

    /// <summary>The names by the bodies, as the control-flow graph takes them, in which they stand.</summary>
    public static IEnumerable<IGrouping<SyntaxNode, NameHit>> HitsByBody(IEnumerable<NameHit> hits, SyntaxNode root) => hits
        .Select(hit => (Hit: hit, Token: root.FindToken(hit.Start)))
        .Where(at => at.Token.SpanStart == at.Hit.Start && at.Token.IsKind(SyntaxKind.IdentifierToken))
        .Select(at => (at.Hit, Body: at.Token.Parent is SimpleNameSyntax name ? BodyOf(name) : null))
        .Where(at => at.Body is not null)
        .GroupBy(at => at.Body!, at => at.Hit);

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
            : summaries.Of(method.ReducedFrom ?? method, false, cancellationToken) is { Acquires.IsEmpty: false } summary ? Acquires(summary)
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
