using Acquit.Analyzers.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Acquit.Analyzers.Flow;

/// <summary>
/// Flags and numbers of objects that tell what is held, when code nobody described ran since they were set. Whoever has set one
/// otherwise meanwhile may have done what it tells, too: given something back, or taken it.
/// </summary>
internal static class ChangedFlags
{
    /// <summary>What a flag said before a call that may have changed it.</summary>
    /// <param name="At">Where it met what it said on another way; null right after the call.</param>
    public sealed record Flag(IOperation Call, ISymbol Member, KnownBits Before, object? At = null);

    /// <summary>The flag as it was, for the symbol of what it may be now; null for anything that says nothing certain.</summary>
    public static Flag? Before(Value value, ISymbol? member, IOperation call, World world, SymbolTable symbols)
    {
        var type = member switch { IFieldSymbol field => field.Type, IPropertySymbol property => property.Type, _ => null };
        if (type is null || !Summaries.OnlyAnswers.IsNumber(type))
        {
            return null;
        }

        var (low, high) = world.Facts.Interval(value.Symbol);
        var before = low == high ? new KnownBits(low + value.Offset, -1) : KnownBits.Of(value, symbols);
        return before.Mask != 0 ? new Flag(call, member!, before) : null;
    }

    /// <summary>What tells the symbol apart of something that is one thing here and another there: a flag that may have changed on one of the ways may have on both.</summary>
    public static object Joined(SymbolInfo one, SymbolInfo other, object at) => (one.Subject as Flag, other.Subject as Flag) switch
    {
        ({ } a, { } b) => a.Before == b.Before ? a with { At = at } : at,
        ({ } flag, null) => flag with { At = at },
        (null, { } flag) => flag with { At = at },
        _ => at,
    };

    /// <summary>A condition has come out in a way that only a changed flag can: nothing is certain any more of what the flag may have told.</summary>
    public static void Spoil(Formula formula, World world, SymbolTable symbols)
    {
        foreach (var symbol in formula.Symbols)
        {
            if (FlagIn(symbols[symbol], symbols) is { } flag && KnownBits.Of(new Value(symbol, 0), symbols) is { Mask: -1, Bits: var before } &&
                world.Facts.Evaluate(TestOperator.Equal, new Value(symbol, 0), Value.Constant(before)) == Truth.False)
            {
                world.Change(r => MayTellOf(flag, r, isAsHeld: r.IsLive == (before != 0), world), r => r with { Unsure = true });
            }
        }
    }

    // The flag, or the one whose bits are asked for.
    private static Flag? FlagIn(SymbolInfo symbol, SymbolTable symbols) =>
        symbol.Subject as Flag ?? (symbol is { Origin: Origin.Term, Subject: BinaryOperatorKind.And } ? FlagIn(symbols[symbol.Base.Symbol], symbols) ?? FlagIn(symbols[symbol.Index.Symbol], symbols) : null);

    // One that was set told of something held, one that was not of nothing; the other way round only if it was set for that. What nobody else
    // has come to know of, nobody else can have taken or given back: a flag tells of it only if it was set for it.
    private static bool MayTellOf(Flag flag, Resource resource, bool isAsHeld, World world)
    {
        var isKnown = !resource.Owned || resource.Escaped || resource.Stored || world.Published.Contains(resource.Key.Symbol);
        return (isKnown || resource.IsLive) && ((isKnown && isAsHeld) || IsSetBetween((resource.IsLive ? resource.Site.Call : resource.ReleasedAt)?.Syntax.SpanStart ?? int.MaxValue, flag));
    }

    // By the name alone: that another object's member of the name is set there makes one silent, never loud.
    private static bool IsSetBetween(int start, Flag flag) =>
        flag.Call.Syntax.FirstAncestorOrSelf<MemberDeclarationSyntax>() is { } member && member.DescendantNodes().OfType<SimpleNameSyntax>().Any(name =>
            name.SpanStart > start && name.SpanStart < flag.Call.Syntax.SpanStart && name.Identifier.ValueText == flag.Member.Name &&
            (name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : (SyntaxNode)name).Parent
                is AssignmentExpressionSyntax or PostfixUnaryExpressionSyntax or PrefixUnaryExpressionSyntax);
}
