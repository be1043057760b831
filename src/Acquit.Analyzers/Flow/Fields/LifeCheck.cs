using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Flow.Summaries;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.Analyzers.Flow.Fields;

/// <summary>
/// What is wrong between the members of a type: a field that is overwritten while it holds something, an end that leaves
/// something held, an end that gives back twice when it comes twice.
/// </summary>
/// <remarks>
/// Only lives that can be led are judged: an object is made by one of its constructors, one method at most is called (a
/// property may be set twice), and it ends. A way on which something is decided that is not known by then counts for nothing.
/// </remarks>
internal sealed class LifeCheck
{
    /// <summary>Constructors followed, of one type.</summary>
    private const int MaxConstructors = 4;

    /// <summary>Methods tried between construction and end.</summary>
    private const int MaxOpeners = 6;

    /// <summary>Methods tried that replace what they have used, and those that may have filled the field before them.</summary>
    private const int MaxGrowers = 4;

    private readonly INamedTypeSymbol _type;
    private readonly ContractTable _contracts;
    private readonly SummaryTable _summaries;
    private readonly CancellationToken _cancellationToken;
    private readonly List<Finding> _findings = new();
    private readonly HashSet<(FindingKind, SyntaxNode)> _reported = new();
    private readonly HashSet<SyntaxNode> _overwritten = new();
    private readonly List<Ending> _endings;
    private readonly FieldStores _stores;
    private readonly SummaryTable.Inquiry _inquiry;
    private readonly Dictionary<ISymbol, IReadOnlyCollection<(ISymbol Member, bool MayRelease)>> _users = new(SymbolEqualityComparer.Default);

    private LifeCheck(INamedTypeSymbol type, ContractTable contracts, SummaryTable summaries, CancellationToken cancellationToken)
    {
        _type = type;
        _contracts = contracts;
        _summaries = summaries;
        _cancellationToken = cancellationToken;
        _inquiry = summaries.Ask();
        _endings = Ending.Of(type, summaries.Graphs, cancellationToken).ToList();
        _stores = new FieldStores(type, cancellationToken);
    }

    public static IReadOnlyList<Finding> Of(INamedTypeSymbol type, ContractTable contracts, SummaryTable summaries, CancellationToken cancellationToken)
    {
        if (type is not { TypeKind: TypeKind.Class, IsStatic: false, IsAbstract: false } || !type.IsInSourceOf(summaries.Graphs.Compilation))
        {
            return Array.Empty<Finding>();
        }

        var check = new LifeCheck(type, contracts, summaries, cancellationToken);
        check.Run();
        return check._findings;
    }

    private void Run()
    {
        var bodies = Bodies();
        var candidates = bodies.FindAll(b => b.Method.MethodKind is MethodKind.Ordinary or MethodKind.PropertySet && !IsEnd(b.Method) && _inquiry.Mentions(b.Method, b.Body, _cancellationToken));
        var members = candidates
            .Where(b => b.Method.DeclaredAccessibility != Accessibility.Private && _stores.MayHappenIn(b.Body) && !BodyGraphs.IsIterator(b.Body))
            .Take(MaxOpeners)
            .ToList();
        var growers = Growers.Among(candidates.Where(b => b.Method.MethodKind == MethodKind.Ordinary), _stores).Take(MaxGrowers).ToList();
        if (_endings.Count == 0 && members.Count == 0 && growers.Count == 0)
        {
            return;
        }

        var early = _endings.Count > 0 && IsSeenByOthers()
            ? new EarlyReleases(_type, _contracts, _summaries.Graphs, _inquiry, new MembersOfLife(_type, _endings, bodies, members, _stores, UsersOf, _cancellationToken), _cancellationToken)
            : null;
        var steady = new SteadyFields(IsSteady);
        foreach (var constructor in SourceOrder.Of(_type.InstanceConstructors).Where(c => !_type.IsRecord || c.Parameters.Length != 1 || !SymbolEqualityComparer.Default.Equals(c.Parameters[0].Type, _type)).Take(MaxConstructors))
        {
            var declaration = BodyGraphs.DeclarationOf(constructor, _cancellationToken);
            if (declaration is ConstructorDeclarationSyntax { Initializer.RawKind: (int)Microsoft.CodeAnalysis.CSharp.SyntaxKind.ThisConstructorInitializer } ||
                (declaration is null && !constructor.IsImplicitlyDeclared))
            {
                continue;
            }

            var life = new Life(_type, _contracts, _summaries.Graphs, _inquiry, steady, _cancellationToken);
            if (life.Construct(declaration is null ? null : constructor, declaration) is { } born)
            {
                Grow(life, born, members, growers);
                Follow(life, born, members);
            }

            foreach (var finding in early?.After(declaration is null ? null : constructor, declaration) ?? Array.Empty<Finding>())
            {
                Report(finding);
            }
        }
    }

    private List<(IMethodSymbol Method, SyntaxNode Body)> Bodies()
    {
        var bodies = new List<(IMethodSymbol, SyntaxNode)>();
        foreach (var method in SourceOrder.Of(_type.GetMembers().OfType<IMethodSymbol>().Where(m => m is { IsStatic: false, IsAbstract: false, IsImplicitlyDeclared: false })))
        {
            if (BodyGraphs.DeclarationOf(method, _cancellationToken) is { } body)
            {
                bodies.Add((method, body));
            }
        }

        return bodies;
    }

    private void Follow(Life life, IReadOnlyList<World> born, List<(IMethodSymbol Method, SyntaxNode Body)> members)
    {
        var starts = born.ToList();
        foreach (var (method, body) in members)
        {
            if (life.Run(method, body, ImmutableArray<(IParameterSymbol, long)>.Empty, born) is not { } stage)
            {
                continue;
            }

            starts.AddRange(stage.Ends.Where(e => Kept(e).Any(r => !born.Any(b => b.Resources.Exists(x => x.Site == r.Site)))));
            Overwritten(method, stage.Findings);
            if (method is { MethodKind: MethodKind.PropertySet, IsInitOnly: false } && life.Run(method, body, ImmutableArray<(IParameterSymbol, long)>.Empty, stage.Ends) is { } again)
            {
                // A property is there to be set more than once.
                Overwritten(method, again.Findings);
            }
        }

        var holds = starts.Exists(s => Kept(s).Any());
        var ends = _endings
            .Where(e => holds || _inquiry.Mentions(e.Method, e.Body, _cancellationToken))
            .Select(e => (Ending: e, Stage: life.Run(e.Method, e.Body, e.Arguments, starts)))
            .Where(e => e.Stage is not null)
            .ToList();
        foreach (var (ending, stage) in ends)
        {
            LeftHeld(ending, stage!, starts);
            GivenBackWrongly(stage!, starts);
            Overwritten(ending.Method, stage!.Findings.Where(f => f.Resource?.StoredIn is { } field && Releasers(field).Any(IsEnd) && IsCertain(f.Path.Count > 0 ? f.Path[f.Path.Count - 1] : null, starts)));
            if (ending.Kind == EndingKind.Dispose && IsSeenByOthers() && MayAsk(ending.Body) && life.Run(ending.Method, ending.Body, ending.Arguments, stage!.Ends) is { } second)
            {
                Twice(ending, second, starts, asksFirst: true);
            }

            if (ending is { Kind: EndingKind.Dispose, SuppressesFinalizer: false } && _endings.Find(e => e.Kind == EndingKind.Finalizer) is { } finalizer &&
                life.Run(finalizer.Method, finalizer.Body, finalizer.Arguments, stage!.Ends) is { } last)
            {
                Twice(finalizer, last, starts, asksFirst: false);
            }
        }
    }

    // What is there when a method is called that uses it, and then puts something else there: since the object was made, or since another
    // method was called, or this one.
    private void Grow(Life life, IReadOnlyList<World> born, List<(IMethodSymbol Method, SyntaxNode Body)> members, List<(IMethodSymbol Method, SyntaxNode Body, HashSet<string> Fields)> growers)
    {
        foreach (var (grower, body, fields) in growers)
        {
            Replace(born, null);
            foreach (var (method, opening) in growers.Select(g => (g.Method, g.Body)).Concat(members).Distinct().Take(MaxOpeners))
            {
                if (life.Run(method, opening, ImmutableArray<(IParameterSymbol, long)>.Empty, born) is { } opened)
                {
                    Replace(opened.Ends, method);
                }
            }

            void Replace(IEnumerable<World> starts, IMethodSymbol? opener)
            {
                var filled = starts.Where(s => Kept(s).Any(r => fields.Contains(r.StoredIn!.Name))).Select(life.Later).ToList();
                if (filled.Count > 0 && life.Run(grower, body, ImmutableArray<(IParameterSymbol, long)>.Empty, filled) is { } stage)
                {
                    Overwritten(grower, stage.Findings.Where(f => f is { Resource.StoredIn: { Name: var name }, Exit.Node: var store } && fields.Contains(name) && Growers.IsUsedBefore(store, name, body, _stores) && stage.Ends.Any(e => Kept(e).Any(r => r.StoredIn!.Name == name))), opener, isGrown: true);
                }
            }
        }
    }

    /// <summary>What an object keeps in a private field, with nobody else to give it back.</summary>
    private IEnumerable<Resource> Kept(World world) => world.Resources.Where(r =>
        r is { IsLive: true, Owned: true, Escaped: false, Unsure: false, Reported: false, PendingRelease: null, PendingEscape: null, StoredIn: IFieldSymbol { DeclaredAccessibility: Accessibility.Private } field } &&
        SymbolEqualityComparer.Default.Equals(field.ContainingType, _type) && world.StatusOf(r) == Status.Held);

    private void Overwritten(IMethodSymbol method, IEnumerable<Finding> findings, IMethodSymbol? opener = null, bool isGrown = false)
    {
        foreach (var finding in findings)
        {
            if (finding is { Kind: FindingKind.Lost, Resource.StoredIn: { } field, Exit.Node: var exit } && IsChangedOnlyBy(field, method, opener) && (_overwritten.Add(exit) || !isGrown))
            {
                Report(finding with { Field = field, Overwriting = method });
            }
        }
    }

    // Only what some end does give back: anything else is given back by other means, or never.
    private void LeftHeld(Ending ending, Life.Stage stage, List<World> starts)
    {
        foreach (var end in stage.Ends)
        {
            foreach (var resource in Kept(end))
            {
                var field = (IFieldSymbol)resource.StoredIn!;
                if (Releasers(field).Any(IsEnd) && starts.Exists(s => Kept(s).Any(r => r.Site == resource.Site)) && IsCertain(end.Trail, starts) &&
                    (ending.Kind != EndingKind.Finalizer || field.Type.IsValueType || field.Type.TypeKind == TypeKind.Pointer))
                {
                    Report(new Finding(FindingKind.HeldAtExit, resource.Site.Call.Syntax, resource, Trail.After(end.Trail, resource.AcquiredAt))
                    {
                        Field = field, Ending = ending, Exit = new MethodExit(ExitKind.End, ending.Body),
                    });
                }
            }
        }
    }

    // What one member took and another, which has not looked, gives back by the release of something else.
    private void GivenBackWrongly(Life.Stage stage, List<World> starts)
    {
        foreach (var finding in stage.Findings)
        {
            if (finding is { Kind: FindingKind.WrongRelease, Resource: { StoredIn: { } field } resource } &&
                starts.TrueForAll(s => s.Resources.TrueForAll(r => r.Site != resource.Site || r.Status == Status.Failed || r is { IsLive: true, Escaped: false, Unsure: false })) &&
                UsersOf(field).All(u => IsBirthOrEnd(u.Member) || !u.MayRelease) &&
                IsCertain(finding.Path.Count > 0 ? finding.Path[finding.Path.Count - 1] : resource.AcquiredAt, starts))
            {
                Report(finding);
            }
        }
    }

    // That an end comes twice is for the caller to avoid, unless it looks at whether it has come already.
    private void Twice(Ending ending, Life.Stage second, List<World> starts, bool asksFirst)
    {
        foreach (var finding in second.Findings)
        {
            if (finding is { Kind: FindingKind.ReleasedAgain, Resource: { } resource } && !_contracts.IsCounted(resource.Kind) &&
                IsCertain(finding.Path.Count > 0 ? finding.Path[finding.Path.Count - 1] : resource.AcquiredAt, starts) &&
                (!asksFirst || finding.Path.Any(step => step.Kind == StepKind.Branch && ending.Body.Span.Contains(step.Node.Span) && AsksOwnField(step.Node))))
            {
                Report(finding with { Ending = ending });
            }
        }
    }

    /// <summary>Whether a body decides anything: where nothing is decided it is not asked either whether the end has come already.</summary>
    public static bool MayAsk(SyntaxNode body)
    {
        foreach (var node in body.DescendantNodes())
        {
            if (node is IfStatementSyntax or ConditionalExpressionSyntax or ConditionalAccessExpressionSyntax or SwitchStatementSyntax or SwitchExpressionSyntax or CatchClauseSyntax or
                WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax or CommonForEachStatementSyntax or BinaryExpressionSyntax or AssignmentExpressionSyntax { RawKind: (int)Microsoft.CodeAnalysis.CSharp.SyntaxKind.CoalesceAssignmentExpression })
            {
                return true;
            }
        }

        return false;
    }

    // Nothing was decided, since the object was there, that might have been decided otherwise.
    private static bool IsCertain(Trail? last, List<World> starts)
    {
        for (var step = last; step is not null && !starts.Exists(s => s.Trail == step); step = step.Previous)
        {
            if (step.IsOpen || step.Kind == StepKind.Thrown)
            {
                return false;
            }
        }

        return true;
    }

    private bool AsksOwnField(SyntaxNode condition)
    {
        var model = _summaries.Graphs.ModelOf(condition.SyntaxTree);
        return condition.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>()
            .Any(name => model.GetSymbolInfo(name, _cancellationToken).Symbol is IFieldSymbol { IsStatic: false, IsReadOnly: false } field &&
                         SymbolEqualityComparer.Default.Equals(field.ContainingType.OriginalDefinition, _type.OriginalDefinition));
    }

    private bool IsSeenByOthers() =>
        _type.DeclaredAccessibility is not (Accessibility.Private or Accessibility.Protected or Accessibility.ProtectedAndInternal);

    private bool IsChangedOnlyBy(ISymbol field, IMethodSymbol method, IMethodSymbol? opener) =>
        Changers(field).All(c => IsBirthOrEnd(c) || SymbolEqualityComparer.Default.Equals(c, method) || SymbolEqualityComparer.Default.Equals(c, opener));

    private bool IsBirthOrEnd(ISymbol member) =>
        (member is IFieldSymbol or IPropertySymbol or IMethodSymbol { MethodKind: MethodKind.Constructor or MethodKind.Destructor } &&
         SymbolEqualityComparer.Default.Equals(member.ContainingType, _type)) || IsEnd(member);

    private bool IsEnd(ISymbol member) => _endings.Exists(e => SymbolEqualityComparer.Default.Equals(e.Method, member));

    private IEnumerable<ISymbol> Changers(ISymbol field) => UsersOf(field).Select(u => u.Member);

    private IEnumerable<ISymbol> Releasers(ISymbol field) => UsersOf(field).Where(u => u.MayRelease).Select(u => u.Member);

    private IReadOnlyCollection<(ISymbol Member, bool MayRelease)> UsersOf(ISymbol field)
    {
        if (!_users.TryGetValue(field, out var users))
        {
            _users.Add(field, users = _inquiry.Fields.Changers(field, _inquiry, _cancellationToken));
        }

        return users;
    }

    private bool IsSteady(ISymbol field) =>
        field is IFieldSymbol { IsStatic: false, IsConst: false, IsImplicitlyDeclared: false, DeclaredAccessibility: Accessibility.Private } &&
        SymbolEqualityComparer.Default.Equals(field.ContainingType, _type) &&
        !_inquiry.Fields.IsEvidentlyWrittenBesides(field, IsBirthOrEnd, _cancellationToken) && Changers(field).All(IsBirthOrEnd);

    private void Report(Finding finding)
    {
        if (_reported.Add((finding.Kind, finding.Node)))
        {
            _findings.Add(finding);
        }
    }
}
