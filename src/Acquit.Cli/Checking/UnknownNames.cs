using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Acquit.Cli.Checking;

/// <summary>Names in the code that mean nothing to the compiler, because what declares them was not brought along.</summary>
internal static class UnknownNames
{
    private const int Shown = 3;

    /// <summary>Each once, in the order of the text.</summary>
    public static ImmutableArray<string> In(IEnumerable<Diagnostic> errors) =>
        [.. errors.Where(IsOfName)
            .OrderBy(error => error.Location.GetLineSpan().Path, StringComparer.Ordinal)
            .ThenBy(error => error.Location.SourceSpan)
            .Select(Name)
            .Where(name => name.Length > 0)
            .Distinct()];

    /// <summary>Some of them, and how many there are.</summary>
    public static string Tell(ImmutableArray<string> names)
    {
        var some = string.Join(", ", names.Take(Shown).Select(name => $"'{name}'")) + (names.Length > Shown ? " and more" : "");
        return $"{Counted.Of(names.Length, "name")} {(names.Length == 1 ? "is" : "are")} not known here ({some}), as nothing but the framework is referred to: what is done with {(names.Length == 1 ? "it" : "them")} is not followed. Check the project for that.";
    }

    // A type or namespace, a name in a body, a member of a namespace, an assembly.
    private static bool IsOfName(Diagnostic error) => error.Id is "CS0246" or "CS0103" or "CS0234" or "CS0400" or "CS0012";

    private static string Name(Diagnostic error)
    {
        var text = error.Location.SourceTree?.GetText().ToString(error.Location.SourceSpan) ?? "";
        var plain = text.Split('<', '(')[0].Trim();
        return plain[(plain.LastIndexOf('.') + 1)..];
    }
}
