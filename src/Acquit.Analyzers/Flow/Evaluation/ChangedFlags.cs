using Acquit.Analyzers.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.Analyzers.Flow;

/// <summary>
/// Flags and numbers of objects that tell what is held, when code nobody described ran since they were set. Whoever has set one
/// otherwise meanwhile may have done what it tells, too: given something back, or taken it.
/// </summary>
internal static class ChangedFlags
{
    /// <summary>What a flag said before a call that may have changed it.</summary>
    public sealed record Flag(IOperation Call, ISymbol Member, long Before);

    /// <summary>The flag as it was, for the symbol of what it may be now; null for anything that says nothing certain.</summary>
    public static Flag? Before(Value value, ISymbol? member, IOperation call, World world)
    {
        var type = member switch { IFieldSymbol field => field.Type, IPropertySymbol property => property.Type, _ => null };
        if (type is null || !Summaries.OnlyAnswers.IsNumber(type))
        {
            return null;
        }

        var (low, high) = world.Facts.Interval(value.Symbol);
        return low == high ? new Flag(call, member!, low + value.Offset) : null;
    }

    /// <summary>A condition has come out in a way that only a changed flag can: nothing is certain any more of what the flag may have told.</summary>
    public static void Spoil(Formula formula, World world, SymbolTable symbols)
    {
        foreach (var symbol in formula.Symbols)
        {
            if (symbols[symbol].Subject is Flag flag && world.Facts.Evaluate(TestOperator.Equal, new Value(symbol, 0), Value.Constant(flag.Before)) == Truth.False)
            {
                // One that was set told of something held, one that was not of nothing.
                world.Change(r => r.IsLive == (flag.Before != 0) && MayTellOf(flag, r, world), r => r with { Unsure = true });
            }
        }
    }

    // What nobody else has come to know of, nobody else can have taken or given back: a flag tells of it only if it was set for it.
    private static bool MayTellOf(Flag flag, Resource resource, World world) =>
        !resource.Owned || resource.Escaped || resource.Stored || world.Published.Contains(resource.Key.Symbol) ||
        (resource.IsLive && IsSetBetween(resource.Site.Call.Syntax.SpanStart, flag));

    // By the name alone: that another object's member of the name is set there makes one silent, never loud.
    private static bool IsSetBetween(int acquired, Flag flag) =>
        flag.Call.Syntax.FirstAncestorOrSelf<MemberDeclarationSyntax>() is { } member && member.DescendantNodes().OfType<SimpleNameSyntax>().Any(name =>
            name.SpanStart > acquired && name.SpanStart < flag.Call.Syntax.SpanStart && name.Identifier.ValueText == flag.Member.Name &&
            (name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : (SyntaxNode)name).Parent
                is AssignmentExpressionSyntax or PostfixUnaryExpressionSyntax or PrefixUnaryExpressionSyntax);
}
