using Acquit.Analyzers.Contracts.Language;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Contracts.Checking;

/// <summary>Says of an id that names nothing which part of it is to blame, and what it may have meant.</summary>
internal static class UnknownMember
{
    private const int ListedOverloads = 3;

    public static string Message(string id, Compilation compilation)
    {
        var end = id.IndexOfAny(new[] { '(', '~' });
        end = end < 0 ? id.Length : end;
        var dot = id.LastIndexOf('.', end - 1);
        if (id[0] == 'T' || dot < 2)
        {
            return $"'{id}' names no member or type that this compilation can see";
        }

        var typeName = id.Substring(2, dot - 2);
        if (DocumentationCommentId.GetFirstSymbolForDeclarationId("T:" + typeName, compilation) is not INamedTypeSymbol type)
        {
            return $"'{id}' names no member: there is no type '{typeName}' that this compilation can see";
        }

        var name = id.Substring(dot + 1, end - dot - 1);
        var ids = type.GetMembers().Select(member => member.GetDocumentationCommentId()).OfType<string>().ToList();
        var overloads = ids.Where(other => NameIn(other) == name).ToList();
        if (overloads.Count > 0)
        {
            var shown = string.Join(" or ", overloads.Take(ListedOverloads).Select(other => $"'{other}'"));
            return $"'{id}' names no member: '{type.Name}' has {shown}{(overloads.Count > ListedOverloads ? " and others" : "")}";
        }

        return $"'{id}' names no member: '{type.Name}' has no '{name}'" + NearName.Question(name, ids.Select(NameIn).Distinct());
    }

    /// <summary>The name of the member that an id names.</summary>
    public static string NameIn(string id)
    {
        var end = id.IndexOfAny(new[] { '(', '~' });
        end = end < 0 ? id.Length : end;
        return id.Substring(id.LastIndexOf('.', end - 1) + 1, end - id.LastIndexOf('.', end - 1) - 1);
    }
}
