using Acquit.Analyzers.Flow.Summaries;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.Analyzers.Flow.Fields;

/// <summary>
/// Which bodies of a type may put something into its fields, by the look of their code and of the type's code that they come
/// to. Following a body would tell for sure, but most of those that mention a contract store nothing.
/// </summary>
internal sealed class FieldStores
{
    private readonly HashSet<string> _fields;
    private readonly ILookup<string, IMethodSymbol> _methods;
    private readonly Dictionary<SyntaxNode, Look> _looks = new();
    private readonly CancellationToken _cancellationToken;

    public FieldStores(INamedTypeSymbol type, CancellationToken cancellationToken)
    {
        _cancellationToken = cancellationToken;
        var members = type.GetMembers();
        _fields = new HashSet<string>(
            members.Where(m => m is { IsStatic: false } and (IFieldSymbol { IsImplicitlyDeclared: false } or IPropertySymbol)).Select(m => m.Name), StringComparer.Ordinal);
        _methods = members.OfType<IMethodSymbol>().ToLookup(m => m.AssociatedSymbol?.Name ?? m.Name, StringComparer.Ordinal);
    }

    /// <summary>What one body does by itself, and the bodies of the type that it names.</summary>
    private sealed record Look(bool Stores, IReadOnlyCollection<SyntaxNode> Named);

    /// <summary>Whether running a body may leave something in a field that was not there before.</summary>
    public bool MayHappenIn(SyntaxNode body)
    {
        var visited = new HashSet<SyntaxNode> { body };
        var pending = new Queue<SyntaxNode>(visited);
        while (pending.Count > 0)
        {
            var look = LookAt(pending.Dequeue());
            if (look.Stores)
            {
                return true;
            }

            foreach (var named in look.Named)
            {
                if (visited.Add(named))
                {
                    pending.Enqueue(named);
                }
            }
        }

        return false;
    }

    private Look LookAt(SyntaxNode body)
    {
        if (!_looks.TryGetValue(body, out var look))
        {
            _cancellationToken.ThrowIfCancellationRequested();
            var nodes = body.DescendantNodes().ToList();
            _looks.Add(body, look = nodes.Exists(Stores) ? new Look(true, Array.Empty<SyntaxNode>()) : new Look(false, Named(nodes)));
        }

        return look;
    }

    private List<SyntaxNode> Named(List<SyntaxNode> nodes) => nodes
        .OfType<SimpleNameSyntax>()
        .Select(name => name.Identifier.ValueText)
        .Distinct(StringComparer.Ordinal)
        .SelectMany(name => _methods[name])
        .Select(method => BodyGraphs.DeclarationOf(method, _cancellationToken))
        .OfType<SyntaxNode>()
        .ToList();

    private bool Stores(SyntaxNode node) => node switch
    {
        AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression or (int)SyntaxKind.CoalesceAssignmentExpression } assignment =>
            assignment.Left is TupleExpressionSyntax tuple ? tuple.Arguments.Any(part => NamesField(part.Expression)) : NamesField(assignment.Left),
        ArgumentSyntax { RefKindKeyword.RawKind: not (int)SyntaxKind.None } argument => NamesField(argument.Expression),
        RefExpressionSyntax reference => NamesField(reference.Expression),
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.AddressOfExpression } address => NamesField(address.Operand),
        _ => false,
    };

    // A field, whoever's it is, or what is in one; not an element of what it refers to, which is kept by that.
    private bool NamesField(ExpressionSyntax target) => target is not ElementAccessExpressionSyntax &&
        target.DescendantNodesAndSelf().Any(node => node is SimpleNameSyntax name && _fields.Contains(name.Identifier.ValueText));
}
