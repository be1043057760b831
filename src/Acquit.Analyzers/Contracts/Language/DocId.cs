namespace Acquit.Analyzers.Contracts.Language;

/// <summary>The names in a documentation comment id, read without resolving it.</summary>
/// <param name="Kind">The letter before the colon.</param>
/// <param name="TypeName">The simple name of the containing type, or of the type itself, without arity.</param>
/// <param name="MemberName">The simple metadata name of the member; ".ctor" for constructors; empty for a type.</param>
/// <param name="HasParameters">Whether a parameter list follows: for a property, that it is an indexer.</param>
internal readonly record struct DocId(char Kind, string TypeName, string MemberName, bool HasParameters)
{
    /// <summary>Whether the text has the form of an id of a member or type.</summary>
    public static bool IsWellFormed(string id) =>
        id.Length > 2 && id[1] == ':' && id[0] is 'M' or 'P' or 'F' or 'E' or 'T';

    public static DocId Parse(string id)
    {
        var end = id.IndexOfAny(new[] { '(', '~' });
        var hasParameters = end >= 0 && id[end] == '(';
        end = end < 0 ? id.Length : end;
        if (id[0] == 'T')
        {
            return new DocId('T', Segment(id, 2, end), "", hasParameters);
        }

        // The id writes '#' for the dots inside a member's name: '#ctor', or the interface of an explicit implementation.
        var dot = LastDot(id, 2, end);
        var member = dot < 0 ? id.Substring(2, end - 2) : id.Substring(dot + 1, end - dot - 1);
        var name = member.StartsWith("#", StringComparison.Ordinal)
            ? "." + member.Substring(1)
            : WithoutArity(member.Substring(member.LastIndexOf('#') + 1));
        return new DocId(id[0], dot < 0 ? "" : Segment(id, 2, dot), name, hasParameters);
    }

    /// <summary>The name a text mentions where it means this member. Operators and indexers have none; their type stands for them.</summary>
    public string NameInText =>
        MemberName.Length == 0 || MemberName[0] == '.' || MemberName.StartsWith("op_", StringComparison.Ordinal)
        || (Kind == 'P' && HasParameters)
            ? TypeName
            : WithoutAccessor(MemberName);

    /// <summary>The name a symbol's contracts are looked for under: its own; of a constructor and of a type, the type's.</summary>
    public string Key => MemberName.Length == 0 || MemberName[0] == '.' ? TypeName : WithoutAccessor(MemberName);

    /// <summary>The simple name without the prefix that an accessor puts before the name of its property or event.</summary>
    public static string WithoutAccessor(string name)
    {
        foreach (var prefix in new[] { "get_", "set_", "add_", "remove_" })
        {
            if (name.StartsWith(prefix, StringComparison.Ordinal) && name.Length > prefix.Length)
            {
                return name.Substring(prefix.Length);
            }
        }

        return name;
    }

    private static string Segment(string id, int start, int end)
    {
        var dot = LastDot(id, start, end);
        var from = dot < 0 ? start : dot + 1;
        return WithoutArity(id.Substring(from, end - from));
    }

    private static int LastDot(string id, int start, int end) => id.LastIndexOf('.', end - 1, end - start);

    private static string WithoutArity(string name)
    {
        var tick = name.IndexOf('`');
        return tick < 0 ? name : name.Substring(0, tick);
    }
}
