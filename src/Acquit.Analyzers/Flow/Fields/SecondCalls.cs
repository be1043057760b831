using System.Collections.Immutable;
using Acquit.Analyzers.Flow.Summaries;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace Acquit.Analyzers.Flow.Fields;

/// <summary>
/// A method that puts what it takes into a field, gives it back, and leaves the field naming it: when it is called once more, it finds
/// in the field what is gone.
/// </summary>
/// <remarks>
/// The second call is one like the first: whatever is decided in it is decided as before, but for what is asked about the field and
/// what was passed.
/// </remarks>
internal static class SecondCalls
{
    /// <summary>Ways of having come through the first call that are followed.</summary>
    public const int MaxWays = 4;

    /// <summary>Whether a world that leaves the method has something in a field of the object that the method took and gave back.</summary>
    public static bool IsLeftNamed(World world, FlowContext context) =>
        context.TakenInto.Count > 0 && world.Resources.Exists(r => FieldOf(r, world, context) is not null);

    public static IEnumerable<Finding> In(ControlFlowGraph graph, FlowContext first, SyntaxNode body)
    {
        if (first.EndsNaming.Count == 0 || first.Owner is not IMethodSymbol { MethodKind: MethodKind.Ordinary, IsStatic: false } method || BodyGraphs.IsIterator(body))
        {
            yield break;
        }

        var starts = first.EndsNaming.Select(w => Begin(w, first)).ToList();
        var context = FlowContext.Of(
            graph, method, first.Contracts, first.Compilation, first.Reach, first.Summaries, new OutcomeRecorder { IsIdle = true }, first.CancellationToken, terms: first.Terms, starts: starts);
        if (!MethodFlow.Follow(graph, context, body))
        {
            yield break;
        }

        var told = new HashSet<IFieldSymbol>(SymbolEqualityComparer.Default);
        foreach (var finding in context.Findings().OrderBy(f => f.Resource?.Foreign).ThenBy(f => f.Node.SpanStart))
        {
            if (finding is { Kind: FindingKind.UsedAfterRelease or FindingKind.ReleasedAgain, Resource: { } gone } &&
                starts.Find(s => s.Resources.Exists(r => r.Site == gone.Site && r.Key == gone.Key && r.ReleasedAt == gone.ReleasedAt && FieldOf(r, s, first) is not null)) is { } start &&
                start.Resources.Where(r => r.Site == gone.Site && r.Key == gone.Key).Select(r => FieldOf(r, start, first)).FirstOrDefault(f => f is not null) is { } field &&
                IsLikeTheFirst(finding, field, starts, first) && IsSetOnlyIfWanted(field, first) && told.Add(field))
            {
                yield return finding with { Field = field, Earlier = method };
            }
        }
    }

    private static IFieldSymbol? FieldOf(Resource resource, World world, FlowContext context)
    {
        if (resource is not { Status: Status.Released, IsContainer: false, Unsure: false, Reported: false, PendingRelease: null, ReleasedAt: not null } || !(resource.Owned || resource.Foreign) ||
            context.Contracts.IsCounted(resource.Kind))
        {
            return null;
        }

        // A field that code outside the compilation can write is left to that.
        return context.TakenInto
            .Where(t => t.Site.Clause.Kind == resource.Kind && t.Field is { IsStatic: false, IsReadOnly: false, DeclaredAccessibility: Accessibility.Private or Accessibility.Internal or Accessibility.ProtectedAndInternal })
            .Select(t => t.Field).FirstOrDefault(f => NamedBy(f, world, context) == resource.Key);
    }

    // What nobody has put anything else into since is what it was when it was read.
    private static Value NamedBy(IFieldSymbol field, World world, FlowContext context)
    {
        var self = new Value(context.Symbols.Get(Origin.This), 0);
        return world.Places.TryGetValue(Place.Member(self, context.Symbols.Intern(field)), out var value) ? value : new Value(context.Symbols.Get(Origin.Member, member: field, @base: self), 0);
    }

    // What was found out about the field when the first call began is not known of what it names now.
    private static World Begin(World end, FlowContext context)
    {
        var world = Life.Forget(end);
        var self = new Value(context.Symbols.Get(Origin.This), 0);
        foreach (var gone in world.Resources.Where(r => r.Foreign).ToList())
        {
            if (FieldOf(gone, world, context) is { } field)
            {
                var left = new Value(context.Symbols.Get(Origin.Join, "left", @base: self, index: new Value(0, context.Symbols.Intern(field))), 0);
                world.Places[Place.Member(self, context.Symbols.Intern(field))] = left;
                world.Replace(gone, gone with { Key = left });
            }
        }

        return world;
    }

    private static bool IsLikeTheFirst(Finding finding, IFieldSymbol field, List<World> starts, FlowContext context)
    {
        var last = finding.Path.Count > 0 ? finding.Path[finding.Path.Count - 1] : finding.Resource!.AcquiredAt;
        var second = new List<Trail>();
        var step = last;
        for (; step is not null && !starts.Exists(s => s.Trail == step); step = step.Previous)
        {
            second.Add(step);
        }

        bool Takes(Trail s) => s.Kind == StepKind.Acquired && context.TakenInto.Any(t => SymbolEqualityComparer.Default.Equals(t.Field, field) && t.Site.Call.Syntax == s.Node);

        var before = Trail.After(step, null);
        return before.Any(Takes) && second.TrueForAll(s => s.Kind switch
        {
            StepKind.Branch => !s.IsOpen || IsAbout(s.Node, field, context) || before.Where(b => b.Kind == StepKind.Branch && b.Node == s.Node).Select(b => b.Outcome).Distinct().SequenceEqual(new[] { s.Outcome }),
            StepKind.Acquired => !Takes(s),
            StepKind.Thrown => false,
            _ => true,
        });
    }

    // Asks what the field is, or how long, and compares that with numbers that were passed. By a flag a caller says which of several calls it is.
    private static bool IsAbout(SyntaxNode condition, IFieldSymbol field, FlowContext context)
    {
        var model = context.Summaries.Graphs.ModelOf(condition.SyntaxTree);
        bool IsPassed(SyntaxNode expression) => Names(expression).All(n => IsNumber(model.GetSymbolInfo(n, context.CancellationToken).Symbol));

        return !condition.DescendantNodesAndSelf().Any(n => n is InvocationExpressionSyntax or AssignmentExpressionSyntax) &&
               Names(condition).Any(n => IsField(n)) && Names(condition).All(n => IsField(n) || model.GetSymbolInfo(n, context.CancellationToken).Symbol switch
               {
                   var symbol when IsNumber(symbol) => true,
                   IPropertySymbol { Name: "Length" or "Count" } => n.Parent is MemberAccessExpressionSyntax { Expression: var holder } && Names(holder).All(IsField),
                   ILocalSymbol local => local.DeclaringSyntaxReferences.Length == 1 &&
                                         local.DeclaringSyntaxReferences[0].GetSyntax(context.CancellationToken) is VariableDeclaratorSyntax { Initializer.Value: { } value } && IsPassed(value),
                   _ => false,
               });

        bool IsField(SimpleNameSyntax name) => name.Identifier.ValueText == field.Name && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(name, context.CancellationToken).Symbol?.OriginalDefinition, field.OriginalDefinition);
    }

    private static bool IsNumber(ISymbol? symbol) => symbol
        is IParameterSymbol { Type.SpecialType: >= SpecialType.System_SByte and <= SpecialType.System_UInt64 } or IFieldSymbol { IsConst: true } or IFieldSymbol { IsStatic: true, IsReadOnly: true } or ITypeSymbol or INamespaceSymbol;

    private static IEnumerable<SimpleNameSyntax> Names(SyntaxNode node) => node.DescendantNodesAndSelf().OfType<SimpleNameSyntax>();

    // Nobody puts anything else into it between the calls: who writes it looks first at what it is, or makes the object.
    private static bool IsSetOnlyIfWanted(IFieldSymbol field, FlowContext context)
    {
        if (field.DeclaredAccessibility == Accessibility.Private)
        {
            return context.Summaries.Graphs.FieldNames.Of(field, context.CancellationToken).All(n => IsHarmless(n, field));
        }

        // Who it is that is written elsewhere, by that name, does not matter.
        var scanner = new Contracts.Reading.NameScanner(new[] { field.Name });
        return context.Compilation.SyntaxTrees.Where(t => scanner.Any(t.GetText(context.CancellationToken), context.CancellationToken))
            .All(t => t.GetRoot(context.CancellationToken).DescendantNodes().OfType<IdentifierNameSyntax>().Where(n => n.Identifier.ValueText == field.Name).All(n => IsHarmless(n, field)));
    }

    private static bool IsHarmless(IdentifierNameSyntax name, IFieldSymbol field)
    {
        SyntaxNode node = name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : name;
        return node.Parent switch
        {
            ArgumentSyntax { RefKindKeyword.RawKind: (int)SyntaxKind.RefKeyword or (int)SyntaxKind.OutKeyword } or RefExpressionSyntax or PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.AddressOfExpression } => false,
            AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceAssignmentExpression } => true,
            AssignmentExpressionSyntax assignment when assignment.Left == node =>
                !assignment.Right.IsKind(SyntaxKind.NullLiteralExpression) && !assignment.Right.IsKind(SyntaxKind.DefaultLiteralExpression) && !assignment.Right.IsKind(SyntaxKind.DefaultExpression) &&
                (node.FirstAncestorOrSelf<MemberDeclarationSyntax>() is ConstructorDeclarationSyntax ||
                 node.Ancestors().OfType<IfStatementSyntax>().Any(i => i.Statement.Span.Contains(node.Span) && Names(i.Condition).Any(n => n.Identifier.ValueText == field.Name))),
            TupleExpressionSyntax or ArgumentSyntax { Parent: TupleExpressionSyntax { Parent: AssignmentExpressionSyntax } } => false,
            _ => true,
        };
    }
}
