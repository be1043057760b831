using Acquit.Analyzers.Contracts.Reading;
using Acquit.Analyzers.Flow.Summaries;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.Analyzers.Flow.Fields;

/// <summary>
/// Which bodies of a type may put something into its fields, by the look of their code and of the type's code that they come
/// to. Following a body would tell for sure, but most of those that mention a contract store nothing.
/// </summary>
/// <remarks>The names of the type's members are looked for in the text; syntax is visited only around what is found.</remarks>
internal sealed class FieldStores
{
    private readonly HashSet<string> _fields;
    private readonly ILookup<string, IMethodSymbol> _methods;
    private readonly NameScanner _names;
    private readonly Dictionary<SyntaxNode, List<SimpleNameSyntax>> _namesIn = new();
    private readonly CancellationToken _cancellationToken;

    public FieldStores(INamedTypeSymbol type, CancellationToken cancellationToken)
    {
        _cancellationToken = cancellationToken;
        var members = type.GetMembers();
        _fields = new HashSet<string>(
            members.Where(m => m is { IsStatic: false } and (IFieldSymbol { IsImplicitlyDeclared: false } or IPropertySymbol)).Select(m => m.Name), StringComparer.Ordinal);
        _methods = members.OfType<IMethodSymbol>().ToLookup(m => m.AssociatedSymbol?.Name ?? m.Name, StringComparer.Ordinal);
        _names = new NameScanner(_fields.Concat(_methods.Select(m => m.Key)));
    }

    /// <summary>Whether running a body may leave something in a field that was not there before.</summary>
    public bool MayHappenIn(SyntaxNode body) => ReachedFrom(body).Any(reached => NamesIn(reached).Exists(IsStoredInto));

    /// <summary>Whether a body itself may do so with the field of a name.</summary>
    public bool IsStoredIn(SyntaxNode body, string field) => NamesIn(body).Exists(name => name.Identifier.ValueText == field && IsStoredInto(name));

    /// <summary>The fields that a body names, going by their names.</summary>
    public IEnumerable<string> FieldsIn(SyntaxNode body) => NamesIn(body).Select(name => name.Identifier.ValueText).Where(_fields.Contains);

    /// <summary>A body and those of the type's members that it names, and so on: those that may run because it does.</summary>
    public IEnumerable<SyntaxNode> ReachedFrom(SyntaxNode body)
    {
        var visited = new HashSet<SyntaxNode> { body };
        var pending = new Queue<SyntaxNode>(visited);
        while (pending.Count > 0)
        {
            var reached = pending.Dequeue();
            yield return reached;
            foreach (var named in NamesIn(reached).Where(IsOwn).Select(n => n.Identifier.ValueText).Distinct(StringComparer.Ordinal)
                         .SelectMany(name => _methods[name]).Select(method => BodyGraphs.DeclarationOf(method, _cancellationToken)).OfType<SyntaxNode>())
            {
                if (visited.Add(named))
                {
                    pending.Enqueue(named);
                }
            }
        }
    }

    // What is called on something else may be of the type as well, but is not a part of what this object does.
    private static bool IsOwn(SimpleNameSyntax name) => name.Parent switch
    {
        MemberAccessExpressionSyntax access when access.Name == name => access.Expression is ThisExpressionSyntax or BaseExpressionSyntax,
        MemberBindingExpressionSyntax => false,
        _ => true,
    };

    /// <summary>Whether a body makes a delegate of a method of the type, or names it otherwise than to call it.</summary>
    public bool IsNamedUncalled(IMethodSymbol method, SyntaxNode body) => NamesIn(body).Exists(name =>
        name.Identifier.ValueText == method.Name &&
        ((name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : (SyntaxNode)name).Parent is not InvocationExpressionSyntax call ||
         !(call.Expression == name || call.Expression == name.Parent)));

    private List<SimpleNameSyntax> NamesIn(SyntaxNode body)
    {
        if (!_namesIn.TryGetValue(body, out var names))
        {
            var hits = new List<NameHit>();
            _names.Find(body.SyntaxTree.GetText(_cancellationToken).GetSubText(body.Span), hits, _cancellationToken);
            names = hits.Select(hit => body.FindToken(body.SpanStart + hit.Start)).Where(token => token.IsKind(SyntaxKind.IdentifierToken))
                .Select(token => token.Parent).OfType<SimpleNameSyntax>().ToList();
            _namesIn.Add(body, names);
        }

        return names;
    }

    // A field, whoever's it is, or what is in one; not an element of what it refers to, which is kept by that.
    private bool IsStoredInto(SimpleNameSyntax name)
    {
        if (!_fields.Contains(name.Identifier.ValueText))
        {
            return false;
        }

        SyntaxNode inner = name;
        for (var node = name.Parent; node is ExpressionSyntax or ArgumentSyntax or BaseArgumentListSyntax; inner = node, node = node.Parent)
        {
            if (inner is ElementAccessExpressionSyntax)
            {
                continue;
            }

            switch (node)
            {
                case AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression or (int)SyntaxKind.CoalesceAssignmentExpression, Left: not TupleExpressionSyntax } assignment
                    when assignment.Left == inner:
                case ArgumentSyntax { RefKindKeyword.RawKind: not (int)SyntaxKind.None }:
                case ArgumentSyntax { Parent: TupleExpressionSyntax { Parent: AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression } deconstruction } tuple }
                    when deconstruction.Left == tuple:
                case RefExpressionSyntax:
                case PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.AddressOfExpression }:
                    return true;
            }
        }

        return false;
    }
}
