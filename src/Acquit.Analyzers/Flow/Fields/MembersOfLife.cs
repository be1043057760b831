using Acquit.Analyzers.Flow.Summaries;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.Analyzers.Flow.Fields;

/// <summary>Which members of a type others can call while an object lives, and which of them come to which code of the type.</summary>
internal sealed class MembersOfLife
{
    private readonly INamedTypeSymbol _type;
    private readonly IReadOnlyList<Ending> _endings;
    private readonly FieldStores _stores;
    private readonly Func<ISymbol, IReadOnlyCollection<(ISymbol Member, bool MayRelease)>> _users;
    private readonly CancellationToken _cancellationToken;
    private readonly List<(IMethodSymbol Method, SyntaxNode Body)> _bodies;
    private List<(IMethodSymbol Method, SyntaxNode Body)> _releasers = new();

    /// <param name="bodies">All that the type has.</param>
    /// <param name="openers">Those that may put something into a field.</param>
    /// <param name="users">The members that change a field, or may give back what it holds.</param>
    public MembersOfLife(
        INamedTypeSymbol type, IReadOnlyList<Ending> endings, List<(IMethodSymbol Method, SyntaxNode Body)> bodies, IReadOnlyList<(IMethodSymbol Method, SyntaxNode Body)> openers, FieldStores stores,
        Func<ISymbol, IReadOnlyCollection<(ISymbol Member, bool MayRelease)>> users, CancellationToken cancellationToken)
    {
        _type = type;
        _endings = endings;
        _stores = stores;
        _users = users;
        _cancellationToken = cancellationToken;
        Openers = openers;
        Finalizer = endings.FirstOrDefault(e => e.Kind == EndingKind.Finalizer);
        Ends = endings.Any(e => e.Kind != EndingKind.Finalizer) ? endings.Where(e => e.Kind != EndingKind.Finalizer).ToList() : endings;
        _bodies = bodies;
    }

    public IReadOnlyList<(IMethodSymbol Method, SyntaxNode Body)> Openers { get; }

    public Ending? Finalizer { get; }

    /// <summary>What is sure to come last: the finalizer only where nobody can dispose.</summary>
    public IReadOnlyList<Ending> Ends { get; }

    /// <summary>
    /// Methods for others to call that may give back what an end gives back too. What the end itself comes to is a part of it, and
    /// what calls the end, or makes the finalizer needless, is one by another name.
    /// </summary>
    public IReadOnlyList<(IMethodSymbol Method, SyntaxNode Body)> Releasers(SummaryTable.Inquiry inquiry)
    {
        if (Ends.Count == 0)
        {
            return _releasers;
        }

        var ending = new HashSet<SyntaxNode>();
        foreach (var (method, body) in _bodies)
        {
            if (IsEnd(method))
            {
                ending.UnionWith(_stores.ReachedFrom(body));
            }
        }

        var fields = FieldsNamedIn(ending);
        if (fields.Count > 0)
        {
            _releasers = _bodies.FindAll(b =>
                b.Method is { MethodKind: MethodKind.Ordinary, DeclaredAccessibility: Accessibility.Public or Accessibility.Internal or Accessibility.ProtectedOrInternal } && !IsEnd(b.Method) &&
                inquiry.Mentions(b.Method, b.Body, _cancellationToken) && !ending.Contains(b.Body) && GivesBackWhatIsIn(fields, _stores.ReachedFrom(b.Body), ending) &&
                !BodyGraphs.IsIterator(b.Body) && !Finalization.IsEndedIn(b.Body, inquiry.Graphs, _cancellationToken));
        }

        return _releasers;
    }

    /// <summary>Whether code of others that runs meanwhile leaves a field as it is: only members that are run one after the other change it.</summary>
    public bool LeavesSteady(ISymbol field) =>
        field is IFieldSymbol { IsStatic: false, IsConst: false, IsImplicitlyDeclared: false, DeclaredAccessibility: Accessibility.Private } &&
        SymbolEqualityComparer.Default.Equals(field.ContainingType, _type) &&
        _users(field).All(u => u.Member is IFieldSymbol or IPropertySymbol || (u.Member is IMethodSymbol method && _bodies.Find(b => SymbolEqualityComparer.Default.Equals(b.Method, method)).Body is { } body &&
            RootsOf(method, body) is { } roots && roots.TrueForAll(r => IsBirthOrEnd(r.Method) || Openers.Contains(r) || _releasers.Contains(r))));

    /// <summary>Whether what an earlier member gives back may be there for another one to replace before the object ends.</summary>
    public bool MayBeReplaced(ISymbol field, SyntaxNode earlier)
    {
        var replacing = new List<(IMethodSymbol Method, SyntaxNode Body)>();
        foreach (var (method, body) in _bodies.Where(b => b.Body != earlier && _stores.IsStoredIn(b.Body, field.Name)))
        {
            if (RootsOf(method, body) is not { } roots)
            {
                return true;
            }

            replacing.AddRange(roots.Where(r => r.Body != earlier && !IsEnd(r.Method)));
        }

        // Made with the object, or by a member that opens what the earlier one closes.
        var others = replacing.Where(r => r.Method.MethodKind != MethodKind.Constructor).Distinct().ToList();
        return others.Count > 1 || (others.Count == 1 && (replacing.Count > others.Count || IsInitialized(field) || !Openers.Contains(others[0])));
    }

    private bool IsInitialized(ISymbol field) =>
        field.DeclaringSyntaxReferences.Any(r => r.GetSyntax(_cancellationToken) is VariableDeclaratorSyntax { Initializer: not null } or PropertyDeclarationSyntax { Initializer: not null });

    private bool IsEnd(IMethodSymbol method) =>
        method.MethodKind == MethodKind.Destructor || _endings.Any(e => SymbolEqualityComparer.Default.Equals(e.Method, method)) ||
        method.Name.Substring(method.Name.LastIndexOf('.') + 1) is Conventions.Dispose or Conventions.DisposeAsync;

    private bool IsBirthOrEnd(IMethodSymbol method) => method.MethodKind == MethodKind.Constructor || IsEnd(method);

    // The private ones, by the names that stand for them.
    private Dictionary<string, IFieldSymbol> FieldsNamedIn(HashSet<SyntaxNode> bodies)
    {
        var fields = new Dictionary<string, IFieldSymbol>(StringComparer.Ordinal);
        foreach (var body in bodies)
        {
            foreach (var name in _stores.NamesIn(body))
            {
                if (_stores.IsField(name) && !fields.ContainsKey(name.Identifier.ValueText) &&
                    _type.GetMembers(name.Identifier.ValueText).FirstOrDefault(f => f is IFieldSymbol { IsStatic: false, IsConst: false, DeclaredAccessibility: Accessibility.Private }) is IFieldSymbol field)
                {
                    fields.Add(field.Name, field);
                }
            }
        }

        return fields;
    }

    private bool GivesBackWhatIsIn(Dictionary<string, IFieldSymbol> fields, HashSet<SyntaxNode> reached, HashSet<SyntaxNode> ending)
    {
        if (_bodies.Exists(e => reached.Contains(e.Body) && IsEnd(e.Method)))
        {
            return false;
        }

        foreach (var body in reached)
        {
            foreach (var name in _stores.NamesIn(body))
            {
                if (_stores.IsField(name) && fields.TryGetValue(name.Identifier.ValueText, out var field) && IsReleasedIn(field, reached) && IsReleasedIn(field, ending))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private bool IsReleasedIn(ISymbol field, ICollection<SyntaxNode> bodies) =>
        _users(field).Any(u => u.MayRelease && _bodies.Exists(b => SymbolEqualityComparer.Default.Equals(b.Method, u.Member) && bodies.Contains(b.Body)));

    // The members that others can call, or that nobody calls by name, and that come to a body; null if it is handed on as a delegate.
    private List<(IMethodSymbol Method, SyntaxNode Body)>? RootsOf(IMethodSymbol method, SyntaxNode body) =>
        method.MethodKind == MethodKind.Ordinary && _bodies.Exists(b => _stores.IsNamedUncalled(method, b.Body))
            ? null
            : _bodies.FindAll(b => (b.Method.DeclaredAccessibility != Accessibility.Private || b.Method.MethodKind is not MethodKind.Ordinary) && _stores.ReachedFrom(b.Body).Contains(body));
}
