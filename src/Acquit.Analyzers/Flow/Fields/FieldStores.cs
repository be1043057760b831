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
/// <remarks>
/// The names of the type's members are looked for in the text, once in each body; syntax is visited only around what is found.
/// </remarks>
internal sealed class FieldStores
{
    private readonly HashSet<string> _fields;
    private readonly Dictionary<string, List<IMethodSymbol>> _methods = new(StringComparer.Ordinal);
    private readonly NameScanner _names;
    private readonly List<NameHit> _hits = new();
    private readonly Dictionary<SyntaxNode, List<SimpleNameSyntax>> _namesIn = new();
    private readonly Dictionary<SyntaxNode, HashSet<SyntaxNode>> _reached = new();
    private readonly CancellationToken _cancellationToken;

    public FieldStores(INamedTypeSymbol type, CancellationToken cancellationToken)
    {
        _cancellationToken = cancellationToken;
        _fields = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in type.GetMembers())
        {
            if (member is { IsStatic: false } and (IFieldSymbol { IsImplicitlyDeclared: false } or IPropertySymbol))
            {
                _fields.Add(member.Name);
            }
            else if (member is IMethodSymbol method)
            {
                var name = method.AssociatedSymbol?.Name ?? method.Name;
                if (!_methods.TryGetValue(name, out var methods))
                {
                    _methods.Add(name, methods = new());
                }

                methods.Add(method);
            }
        }

        _names = new NameScanner(_fields.Concat(_methods.Keys).ToList());
    }

    /// <summary>Whether running a body may leave something in a field that was not there before.</summary>
    public bool MayHappenIn(SyntaxNode body)
    {
        foreach (var reached in ReachedFrom(body))
        {
            if (NamesIn(reached).Exists(IsStoredInto))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a body itself may do so with the field of a name.</summary>
    public bool IsStoredIn(SyntaxNode body, string field) => NamesIn(body).Exists(name => name.Identifier.ValueText == field && IsStoredInto(name));

    /// <summary>Whether it is the name of a field.</summary>
    public bool IsField(SimpleNameSyntax name) => _fields.Contains(name.Identifier.ValueText);

    /// <summary>A body and those of the type's members that it names, and so on: those that may run because it does.</summary>
    public HashSet<SyntaxNode> ReachedFrom(SyntaxNode body)
    {
        if (!_reached.TryGetValue(body, out var reached))
        {
            _reached.Add(body, reached = new HashSet<SyntaxNode> { body });
            var pending = new Stack<SyntaxNode>();
            for (var next = body; ; next = pending.Pop())
            {
                foreach (var name in NamesIn(next))
                {
                    if (_methods.TryGetValue(name.Identifier.ValueText, out var methods) && IsOwn(name))
                    {
                        foreach (var method in methods)
                        {
                            if (BodyGraphs.DeclarationOf(method, _cancellationToken) is { } named && reached.Add(named))
                            {
                                pending.Push(named);
                            }
                        }
                    }
                }

                if (pending.Count == 0)
                {
                    break;
                }
            }
        }

        return reached;
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

    /// <summary>Where a body writes names that members of the type have, in order.</summary>
    public List<SimpleNameSyntax> NamesIn(SyntaxNode body)
    {
        if (!_namesIn.TryGetValue(body, out var names))
        {
            _namesIn.Add(body, names = new List<SimpleNameSyntax>());
            _hits.Clear();
            _names.Find(body.SyntaxTree.GetText(_cancellationToken), body.Span, _hits, _cancellationToken);
            foreach (var hit in _hits)
            {
                var token = body.FindToken(hit.Start);
                if (token.IsKind(SyntaxKind.IdentifierToken) && token.Parent is SimpleNameSyntax name)
                {
                    names.Add(name);
                }
            }
        }

        return names;
    }

    // A field, whoever's it is, or what is in one; not an element of what it refers to, which is kept by that.
    private bool IsStoredInto(SimpleNameSyntax name)
    {
        if (!IsField(name))
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
