using Acquit;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.Samples.Mutants;

/// <summary>
/// What a method only takes, or only gives back, or does neither with any more, where it is given the thing and others call it: one half of a
/// pair, of which another method may do the other half, so that the rules say nothing of it. A scenario knows no other method.
/// </summary>
internal sealed class LeftToOthers
{
    private readonly Part original;
    private readonly Part broken;

    /// <param name="original">The code of the driver as it was.</param>
    /// <param name="originalAt">What was replaced in it.</param>
    /// <param name="broken">The code as it is now.</param>
    public LeftToOthers(SemanticModel original, IEnumerable<StatementSyntax> originalAt, SemanticModel broken)
    {
        StatementSyntax[] replaced = [.. originalAt];
        this.original = new Part(original, MethodAround(replaced[0]));
        this.broken = new Part(broken, Same(broken.SyntaxTree.GetRoot(), this.original.Method));
        // Nothing but the order is another one where statements were swapped.
        Concerned = [.. this.original.Differences(this.broken)];
        if (Concerned.Length == 0)
            Concerned = [.. this.original.Pairs.Where(pair => replaced.Any(statement => statement.Span.Contains(pair.Call.Span))).Select(pair => pair.Thing).Distinct()];
    }

    private string[] Concerned { get; }

    public bool Has => Concerned.Length > 0 && broken.IsCalledByOthers && !broken.HasContract && Concerned.All(thing => (original.IsGiven(thing) || broken.IsGiven(thing)) && IsHalf(thing));

    private bool IsHalf(string thing)
    {
        Pair[] left = [.. broken.Pairs.Where(pair => pair.Thing == thing)];
        return left.All(pair => pair.Takes) || left.All(pair => !pair.Takes);
    }

    private static MethodDeclarationSyntax MethodAround(SyntaxNode node) => node.FirstAncestorOrSelf<MethodDeclarationSyntax>()!;

    private static MethodDeclarationSyntax Same(SyntaxNode root, MethodDeclarationSyntax method) =>
        root.DescendantNodes().OfType<MethodDeclarationSyntax>().Single(each => each.Identifier.Text == method.Identifier.Text && each.ParameterList.ToString() == method.ParameterList.ToString());

    /// <summary>A call that takes something, or gives it back.</summary>
    private sealed record Pair(InvocationExpressionSyntax Call, string Thing, ExpressionSyntax Expression, bool Takes, string Kind);

    /// <summary>A method with the calls in it that take and give back.</summary>
    private sealed class Part
    {
        private readonly SemanticModel model;

        public Part(SemanticModel model, MethodDeclarationSyntax method)
        {
            this.model = model;
            Method = method;
            Pairs = [.. method.DescendantNodes().OfType<InvocationExpressionSyntax>().SelectMany(PairsOf)];
        }

        public MethodDeclarationSyntax Method { get; }

        public Pair[] Pairs { get; }

        public bool HasContract => Contracted.Attributes(model.GetDeclaredSymbol(Method)!).Any();

        /// <summary>From outside of the type, or by whoever was given it to call.</summary>
        public bool IsCalledByOthers =>
            model.GetDeclaredSymbol(Method) is { } method &&
            (method.DeclaredAccessibility == Accessibility.Public ||
             model.SyntaxTree.GetRoot().DescendantNodes().OfType<IdentifierNameSyntax>().Any(name =>
                 name.Identifier.Text == method.Name && name.Parent is not InvocationExpressionSyntax && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(name).Symbol, method)));

        /// <summary>What another number of calls takes, or gives back.</summary>
        public IEnumerable<string> Differences(Part other) => Pairs.Concat(other.Pairs).Select(pair => pair.Thing).Distinct()
            .Where(thing => !Calls(thing).SequenceEqual(other.Calls(thing)));

        /// <summary>Whether it came with a parameter.</summary>
        public bool IsGiven(string thing) =>
            Pairs.FirstOrDefault(pair => pair.Thing == thing) is { } pair && IsGiven(pair.Expression);

        private IEnumerable<string> Calls(string thing) =>
            Pairs.Where(pair => pair.Thing == thing).Select(pair => $"{pair.Kind} {pair.Call}").Order(StringComparer.Ordinal);

        private bool IsGiven(ExpressionSyntax expression) => expression switch
        {
            MemberAccessExpressionSyntax access => IsGiven(access.Expression),
            CastExpressionSyntax cast => IsGiven(cast.Expression),
            PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } sure => IsGiven(sure.Operand),
            IdentifierNameSyntax name => model.GetSymbolInfo(name).Symbol switch
            {
                IParameterSymbol => true,
                ILocalSymbol local => local.DeclaringSyntaxReferences[0].GetSyntax() is VariableDeclaratorSyntax { Initializer.Value: var value } && IsGiven(value),
                _ => false,
            },
            _ => false,
        };

        private IEnumerable<Pair> PairsOf(InvocationExpressionSyntax call)
        {
            if (model.GetSymbolInfo(call).Symbol is not IMethodSymbol method)
                yield break;
            foreach (AttributeData attribute in method.GetAttributes())
            {
                if (call.Expression is MemberAccessExpressionSyntax access && Of(call, access.Expression, attribute) is { } pair)
                    yield return pair;
            }

            for (int i = 0; i < method.Parameters.Length && i < call.ArgumentList.Arguments.Count; i++)
            {
                foreach (AttributeData attribute in method.Parameters[i].GetAttributes())
                {
                    if (Of(call, call.ArgumentList.Arguments[i].Expression, attribute) is { } pair)
                        yield return pair;
                }
            }
        }

        private static Pair? Of(InvocationExpressionSyntax call, ExpressionSyntax thing, AttributeData attribute) => attribute.AttributeClass?.Name switch
        {
            nameof(AcquiresAttribute) => new Pair(call, thing.ToString(), thing, true, (string)attribute.ConstructorArguments[0].Value!),
            nameof(ReleasesAttribute) => new Pair(call, thing.ToString(), thing, false, (string)attribute.ConstructorArguments[0].Value!),
            _ => null,
        };
    }
}
