namespace Acquit.Agreement.Generating;

/// <summary>
/// A piece of a method body. A tree of these is what programs are made of, broken on purpose, and made smaller: whatever is left
/// out of one still compiles, because variables are declared first and a jump to a label that is gone returns.
/// </summary>
internal abstract record Statement
{
    /// <summary>Statements are told apart by where they stand, not by what they say.</summary>
    public virtual bool Equals(Statement? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}

/// <summary>One line of code.</summary>
internal sealed record Line(string Text) : Statement
{
    /// <summary>Other calls that could be made by mistake in its place.</summary>
    public ImmutableArray<string> Mistaken { get; init; } = [];

    /// <summary>Lines that use what it gives back, and must not come after it.</summary>
    public ImmutableArray<string> Uses { get; init; } = [];

    /// <summary>Whether it gives something back, or is as easily got wrong.</summary>
    public bool IsRelease { get; init; }
}

internal sealed record If(string Condition, Block Then, Block Else) : Statement;

/// <summary>A loop of any sort; the header is all that stands before its braces.</summary>
internal sealed record Loop(string Header, Block Body) : Statement;

internal sealed record Protected(Block Body, Block Finally) : Statement;

internal sealed record Goto(string Label) : Statement;

internal sealed record Label(string Name) : Statement;

internal sealed record Leave(string Value) : Statement;

internal sealed record Block(ImmutableArray<Statement> Statements) : Statement
{
    public static Block Empty { get; } = new([]);

    public static Block Of(params IEnumerable<Statement> statements) => new([.. statements]);
}
