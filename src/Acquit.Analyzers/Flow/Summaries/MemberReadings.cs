using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Acquit.Analyzers.Flow.Summaries;

/// <summary>
/// What each member of a tree reads like, with all that it mentions in its file, and what that mentions, and so on. As long as that
/// stays, what the file says of the member stays.
/// </summary>
internal sealed class MemberReadings
{
    // Members that C# calls without naming them.
    private static readonly ImmutableHashSet<string> CalledUnnamed = ImmutableHashSet.Create(
        StringComparer.Ordinal,
        "Dispose", "DisposeAsync", "GetEnumerator", "GetAsyncEnumerator", "MoveNext", "MoveNextAsync", "Current", "Deconstruct",
        "GetAwaiter", "IsCompleted", "GetResult", "GetPinnableReference", "Add", "Slice", "Length", "Count",
        "Select", "SelectMany", "Where", "OrderBy", "OrderByDescending", "ThenBy", "ThenByDescending", "GroupBy", "Join", "GroupJoin", "Cast");

    private readonly MemberAnswers _answers;
    private readonly SourceText _text;
    private readonly Dictionary<SyntaxNode, Part> _members = new();
    private readonly Dictionary<string, List<Part>> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<Part>> _constructors = new(StringComparer.Ordinal);
    private readonly List<Part> _always = new();
    private readonly ConcurrentDictionary<Part, (string Texts, ImmutableArray<string> Names)> _readings = new();

    public MemberReadings(SyntaxTree tree, MemberAnswers answers)
    {
        _answers = answers;
        _text = tree.GetText();
        var root = (CompilationUnitSyntax)tree.GetRoot();
        _always.Add(HeadOf(root, root.Members, null));
        var statements = root.Members.OfType<GlobalStatementSyntax>().ToList();
        if (statements.Count > 0)
        {
            var all = Read(TextSpan.FromBounds(statements[0].FullSpan.Start, statements[statements.Count - 1].FullSpan.End), null);
            _always.Add(all);
            _members.Add(root, all);
        }

        AddAll(root.Members, null);
    }

    public MemberAnswers Answers => _answers;

    /// <summary>What the member that a body belongs to reads like; null if the body belongs to none.</summary>
    /// <param name="followed">Names whose mention means more than the text says.</param>
    public string? Of(SyntaxNode body, ImmutableHashSet<string> followed)
    {
        for (var node = body; node is not null; node = node.Parent)
        {
            if (_members.TryGetValue(node, out var member))
            {
                return Reading(member, followed);
            }
        }

        return null;
    }

    private string Reading(Part member, ImmutableHashSet<string> followed)
    {
        var (texts, names) = _readings.GetOrAdd(member, Reach);
        return texts + ":" + string.Join(",", names.Where(followed.Contains));
    }

    private (string Texts, ImmutableArray<string> Names) Reach(Part member)
    {
        var reached = new HashSet<Part>(_always) { member };
        var names = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<Part>(reached);
        var createsUnnamed = false;
        while (open.Count > 0)
        {
            var part = open.Pop();
            createsUnnamed |= part.Text.CreatesUnnamed;
            if (part.Around is { } around)
            {
                Open(around);
            }

            foreach (var name in part.Text.Mentioned)
            {
                if (name != part.Head && names.Add(name))
                {
                    OpenAll(_byName, name);
                }

                // A constructor runs one of the base, whether it says so or is not even written.
                if (part.Text.Creates || part.IsConstructor || (part.Head is not null && part.Head != name))
                {
                    OpenAll(_constructors, name);
                }
            }

            if (open.Count == 0 && createsUnnamed)
            {
                foreach (var name in names)
                {
                    OpenAll(_constructors, name);
                }
            }
        }

        var texts = member.Text.Number + ":" + string.Join(",", reached.Select(part => part.Text.Number).OrderBy(number => number));
        return (texts, names.OrderBy(name => name, StringComparer.Ordinal).ToImmutableArray());

        void OpenAll(Dictionary<string, List<Part>> parts, string name)
        {
            if (parts.TryGetValue(name, out var named))
            {
                named.ForEach(Open);
            }
        }

        void Open(Part part)
        {
            if (reached.Add(part))
            {
                open.Push(part);
            }
        }
    }

    private void AddAll(SyntaxList<MemberDeclarationSyntax> members, Part? around)
    {
        foreach (var member in members)
        {
            switch (member)
            {
                case BaseNamespaceDeclarationSyntax space:
                    AddAll(space.Members, HeadOf(space, space.Members, around));
                    break;
                case TypeDeclarationSyntax type:
                    var head = HeadOf(type, type.Members, around, type.Identifier.ValueText);
                    Name(_byName, type.Identifier.ValueText, head);
                    AddAll(type.Members, head);
                    break;
                case GlobalStatementSyntax:
                    break;
                default:
                    Add(member, Read(member.FullSpan, around, member is ConstructorDeclarationSyntax));
                    break;
            }
        }
    }

    private void Add(MemberDeclarationSyntax member, Part part)
    {
        _members.Add(member, part);
        if (member is ConstructorDeclarationSyntax constructor)
        {
            Name(_constructors, constructor.Identifier.ValueText, part);
            return;
        }

        foreach (var name in NamesOf(member))
        {
            if (CalledUnnamed.Contains(name))
            {
                _always.Add(part);
            }
            else
            {
                Name(_byName, name, part);
            }
        }
    }

    private static void Name(Dictionary<string, List<Part>> parts, string name, Part part)
    {
        if (!parts.TryGetValue(name, out var named))
        {
            parts.Add(name, named = new List<Part>());
        }

        named.Add(part);
    }

    // Operators and indexers go by the name of their type.
    private static IEnumerable<string> NamesOf(MemberDeclarationSyntax member) => member switch
    {
        MethodDeclarationSyntax method => new[] { method.Identifier.ValueText },
        PropertyDeclarationSyntax property => new[] { property.Identifier.ValueText },
        EventDeclarationSyntax @event => new[] { @event.Identifier.ValueText },
        BaseFieldDeclarationSyntax field => field.Declaration.Variables.Select(variable => variable.Identifier.ValueText),
        EnumDeclarationSyntax @enum => new[] { @enum.Identifier.ValueText },
        DelegateDeclarationSyntax @delegate => new[] { @delegate.Identifier.ValueText },
        _ => member.Parent is TypeDeclarationSyntax type ? new[] { type.Identifier.ValueText } : Array.Empty<string>(),
    };

    // Usings, bases and attributes.
    private Part HeadOf(SyntaxNode node, SyntaxList<MemberDeclarationSyntax> members, Part? around, string? name = null) =>
        Read(TextSpan.FromBounds(node.FullSpan.Start, members.Count > 0 ? members[0].FullSpan.Start : node.FullSpan.End), around, head: name);

    private Part Read(TextSpan span, Part? around, bool isConstructor = false, string? head = null) =>
        new(_answers.TextOf(_text.ToString(span)), around, isConstructor, head);

    /// <summary>A member, or what stands before the first one.</summary>
    private sealed class Part
    {
        public Part(MemberText text, Part? around, bool isConstructor, string? head) =>
            (Text, Around, IsConstructor, Head) = (text, around, isConstructor, head);

        public MemberText Text { get; }

        /// <summary>The head of the type or namespace that it stands in.</summary>
        public Part? Around { get; }

        /// <summary>The type whose head it is: to name that is not to mention it.</summary>
        public string? Head { get; }

        /// <summary>It may run another constructor of its type, or of its base.</summary>
        public bool IsConstructor { get; }
    }
}
