using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Flow;
using Acquit.Analyzers.Flow.Fields;
using Acquit.Analyzers.Flow.Summaries;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.Analyzers;

/// <summary>
/// Whether what the objects of a type keep in their fields is given back in a way that shows at a glance: a constructor puts it there, the
/// end gives it back, whatever happens, and nobody else does anything about it. Most objects that keep something are of this sort, and
/// to follow their lives would tell nothing.
/// </summary>
/// <remarks>What is not plain to see counts as not given back: then the lives are followed.</remarks>
internal sealed class KeptByShape
{
    private readonly SemanticModel _model;
    private readonly ContractTable _contracts;
    private readonly SummaryTable.Inquiry _summaries;
    private readonly ReleasedInFinally _released;
    private readonly IReadOnlyDictionary<SyntaxNode, List<SimpleNameSyntax>> _names;
    private readonly CancellationToken _cancellationToken;

    /// <param name="names">Those in each body that may stand for something with a contract.</param>
    public KeptByShape(
        SemanticModel model, ContractTable contracts, SummaryTable.Inquiry summaries, IReadOnlyDictionary<SyntaxNode, List<SimpleNameSyntax>> names, CancellationToken cancellationToken)
    {
        _model = model;
        _contracts = contracts;
        _summaries = summaries;
        _released = new ReleasedInFinally(model, contracts, cancellationToken);
        _names = names;
        _cancellationToken = cancellationToken;
    }

    /// <param name="type">One that is declared in one place.</param>
    /// <param name="minders">The bodies of it that put something that is held into a field, or give it back from there.</param>
    public bool Covers(INamedTypeSymbol type, IReadOnlyCollection<SyntaxNode> minders)
    {
        if (type is not { TypeKind: TypeKind.Class, IsRecord: false, DeclaringSyntaxReferences.Length: 1 } ||
            minders.FirstOrDefault(m => m is MethodDeclarationSyntax) is not { } last || !minders.All(m => m == last || m is ConstructorDeclarationSyntax))
        {
            return false;
        }

        // Kinds, by the fields.
        var kept = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var minder in minders)
        {
            if (minder is ConstructorDeclarationSyntax constructor && !IsBirth(constructor, kept))
            {
                return false;
            }
        }

        return kept.Count > 0 && IsEnd((MethodDeclarationSyntax)last, kept) &&
               Ending.Of(type, _summaries.Graphs, _cancellationToken).ToList() is { Count: 1 } ends && ends[0] is { Kind: EndingKind.Dispose, Arguments.IsEmpty: true, Method: var end } && ends[0].Body == last &&
               kept.Keys.All(name => type.GetMembers(name).Any(f => f is IFieldSymbol { IsStatic: false, DeclaredAccessibility: Accessibility.Private, IsImplicitlyDeclared: false } && IsChangedOnlyBy(f, end)));
    }

    // Each field gets what it keeps once, and nothing is decided about that.
    private bool IsBirth(ConstructorDeclarationSyntax constructor, Dictionary<string, string> kept)
    {
        if (constructor.Initializer is { RawKind: (int)SyntaxKind.ThisConstructorInitializer } ||
            constructor.Body?.Statements.All(s => s is ExpressionStatementSyntax or LocalDeclarationStatementSyntax { UsingKeyword.RawKind: 0 }) == false ||
            constructor.DescendantNodes().Any(n => n is ThrowExpressionSyntax))
        {
            return false;
        }

        foreach (var name in _names[constructor])
        {
            if (IsNothing(name))
            {
                continue;
            }

            if (_released.YieldedBy(name) is not { } acquired ||
                acquired.Call.Parent is not AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Left: var target } store || FieldIn(target) is not { } field ||
                kept.ContainsKey(field) || (store.Parent != constructor.ExpressionBody && store.Parent?.Parent != constructor.Body))
            {
                return false;
            }

            kept.Add(field, acquired.Kind);
        }

        return true;
    }

    // Each is given back there once, before anything else is put in its place; nothing is decided in it.
    private bool IsEnd(MethodDeclarationSyntax method, Dictionary<string, string> kept)
    {
        if (method.Body is not { } block || !block.Statements.All(s => s is ExpressionStatementSyntax) || LifeCheck.MayAsk(block))
        {
            return false;
        }

        var releases = new HashSet<InvocationExpressionSyntax>();
        foreach (var field in kept)
        {
            var given = block.Statements.Select(s => _released.ReleaseBy(s, SyntaxFactory.IdentifierName(field.Key), field.Value)).FirstOrDefault(call => call is not null);
            if (given is null || block.Statements.Any(s => s.SpanStart < given.SpanStart && s is ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax { Left: var target } } && FieldIn(target) == field.Key))
            {
                return false;
            }

            releases.Add(given);
        }

        return _names[method].TrueForAll(name => (NamedCall.By(name) is { } call && releases.Contains(call)) || IsNothing(name));
    }

    // Something else goes by the name, or it only uses what is held.
    private bool IsNothing(SimpleNameSyntax name) =>
        _released.IsOnlyUse(name) ||
        (NamedCall.By(name) is { } call && _model.GetSymbolInfo(call, _cancellationToken).Symbol is IMethodSymbol method && !method.IsInSourceOf(_model.Compilation) &&
         _contracts.Of(method, call.Expression is MemberAccessExpressionSyntax { Expression: var receiver } ? _model.GetTypeInfo(receiver, _cancellationToken).Type : null) is null);

    private bool IsChangedOnlyBy(ISymbol field, IMethodSymbol end) =>
        _summaries.Fields.Changers(field, _summaries, _cancellationToken).All(c =>
            SymbolEqualityComparer.Default.Equals(c.Member, end) || (!c.MayRelease && c.Member is IFieldSymbol or IMethodSymbol { MethodKind: MethodKind.Constructor }));

    private static string? FieldIn(ExpressionSyntax target) => target switch
    {
        IdentifierNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax, Name.Identifier.ValueText: var name } => name,
        _ => null,
    };
}
