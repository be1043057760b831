using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.Samples.Mutants;

/// <summary>The mistakes that people make with releases, counts and locks, wherever a driver could have them.</summary>
internal static class Mutations
{
    public static IEnumerable<Mutation> Of(SemanticModel model)
    {
        Contracted[] contracted = [.. Contracted.In(model)];
        foreach (Contracted one in contracted.Where(one => one.Releases))
        {
            string code = one.Statement.ToString();
            yield return Mutation.Of("a release left out", one.Statement, "");
            yield return Mutation.Of("a release doubled", one.Statement, $"{code} {code}");
            if (Neighbour(one.Statement) is { } next)
                yield return Swapped(one.Statement, next);
            foreach (string other in OtherFamilies(one))
                yield return Mutation.Of("another family's release", one.Statement, other);
            if (one.Count is { } count)
            {
                yield return Mutation.Of("one fewer released", one.Statement, WithCount(one, count, "- 1"));
                yield return Mutation.Of("one more released", one.Statement, WithCount(one, count, "+ 1"));
            }
        }

        foreach (Contracted one in contracted.Where(one => one.Acquires))
        {
            yield return Mutation.Of("a lock left out", one.Statement, "");
            Contracted[] both = [one, .. contracted.Where(other => other.Releases && IsOnSame(one, other))];
            if (both.Length > 1)
            {
                yield return new Mutation(
                    "a lock dropped", model.SyntaxTree, both.ToImmutableDictionary(each => (StatementSyntax)each.Statement, _ => ""));
            }
        }
    }

    private static Mutation Swapped(StatementSyntax first, StatementSyntax second) => new(
        "a release and the next statement swapped",
        first.SyntaxTree,
        ImmutableDictionary<StatementSyntax, string>.Empty.Add(first, second.ToString()).Add(second, first.ToString()));

    // Only what declares nothing and leaves nothing: what is swapped has to mean the same in the other's place.
    private static StatementSyntax? Neighbour(StatementSyntax statement) =>
        statement.Parent is BlockSyntax block
        && block.Statements.IndexOf(statement) + 1 is var at && at < block.Statements.Count && block.Statements[at] is ExpressionStatementSyntax next
            ? next
            : null;

    private static IEnumerable<string> OtherFamilies(Contracted one)
    {
        if (one.Call.Expression is not MemberAccessExpressionSyntax access)
            return [];
        HashSet<string> own = [.. one.Kinds];
        return one.Method.ContainingType.GetMembers().OfType<IMethodSymbol>()
            .Where(other => !other.IsStatic && other.DeclaredAccessibility == Accessibility.Public)
            .Where(other => new Contracted(one.Statement, one.Call, other) is var call && call.Kinds.Any() && !call.Kinds.Any(own.Contains))
            .Where(other => TakesTheSame(one.Method, other, one.Call.ArgumentList.Arguments.Count))
            .Select(other => other.Name)
            .Distinct()
            .Order(StringComparer.Ordinal)
            .Select(name => $"{access.Expression}.{name}{one.Call.ArgumentList};");
    }

    private static bool TakesTheSame(IMethodSymbol method, IMethodSymbol other, int given) =>
        other.Parameters.Length >= given
        && other.Parameters.Skip(given).All(parameter => parameter.IsOptional)
        && method.Parameters.Take(given).Zip(other.Parameters).All(pair => SymbolEqualityComparer.Default.Equals(pair.First.Type, pair.Second.Type));

    private static string WithCount(Contracted one, ArgumentSyntax count, string change) =>
        one.Statement.ReplaceNode(count.Expression, SyntaxFactory.ParseExpression($"({count.Expression}) {change}")).ToString();

    private static bool IsOnSame(Contracted one, Contracted other) =>
        one.Statement.FirstAncestorOrSelf<MemberDeclarationSyntax>() == other.Statement.FirstAncestorOrSelf<MemberDeclarationSyntax>()
        && one.Call.Expression is MemberAccessExpressionSyntax of && other.Call.Expression is MemberAccessExpressionSyntax with
        && of.Expression.ToString() == with.Expression.ToString();
}
