using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Flow.Summaries;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace Acquit.Analyzers.Flow.Fields;

/// <summary>Bodies of one object's type, run one after the other: what one leaves in the fields is what the next begins with.</summary>
internal sealed class Life
{
    /// <summary>Ways of having come through the bodies so far; an object that has more is not followed.</summary>
    private const int MaxWays = 8;

    private readonly INamedTypeSymbol _type;
    private readonly ContractTable _contracts;
    private readonly BodyGraphs _graphs;
    private readonly SummaryTable.Inquiry _summaries;
    private readonly SteadyFields _steady;
    private readonly CancellationToken _cancellationToken;
    private readonly Terms _terms = new();

    /// <param name="steady">Fields that nothing but the bodies to be run changes.</param>
    public Life(
        INamedTypeSymbol type, ContractTable contracts, BodyGraphs graphs, SummaryTable.Inquiry summaries, SteadyFields steady,
        CancellationToken cancellationToken)
    {
        _type = type;
        _contracts = contracts;
        _graphs = graphs;
        _summaries = summaries;
        _steady = steady;
        _cancellationToken = cancellationToken;
    }

    /// <summary>What a body was found to do.</summary>
    /// <param name="Ends">The ways of having come through it.</param>
    /// <param name="Findings">What is wrong in it, coming from where it began.</param>
    public sealed record Stage(IReadOnlyList<World> Ends, IReadOnlyCollection<Finding> Findings)
    {
        /// <summary>The ways of having thrown, by itself or on from a handler.</summary>
        public IReadOnlyList<World> Thrown { get; init; } = Array.Empty<World>();
    }

    /// <summary>The ways of having been made by a constructor; null when they cannot be followed.</summary>
    /// <param name="constructor">Null for the one that nobody wrote.</param>
    public IReadOnlyList<World>? Construct(IMethodSymbol? constructor, SyntaxNode? declaration) => Make(constructor, declaration)?.Ends;

    /// <summary>The same with the ways of not having been made in the end.</summary>
    public Stage? Make(IMethodSymbol? constructor, SyntaxNode? declaration)
    {
        var birth = new World();
        Birth(birth);
        IReadOnlyList<World> worlds = new[] { birth };
        foreach (var (member, initializer) in Initializers())
        {
            if (initializer.Value is BaseObjectCreationExpressionSyntax && member is IFieldSymbol { Type.IsReferenceType: true } or IPropertySymbol { Type.IsReferenceType: true } &&
                !_summaries.Names.Any(initializer.SyntaxTree.GetText(_cancellationToken), initializer.Span, _cancellationToken))
            {
                Make(member, initializer, worlds);
                continue;
            }

            if (ControlFlowGraph.Create(initializer, _graphs.ModelOf(initializer.SyntaxTree), _cancellationToken) is not { } graph)
            {
                return null;
            }

            var owner = _graphs.ModelOf(initializer.SyntaxTree).GetEnclosingSymbol(initializer.SpanStart, _cancellationToken) ?? _type;
            if (Follow(graph, owner, initializer, worlds) is not { } stage)
            {
                return null;
            }

            worlds = stage.Ends;
        }

        return constructor is null || declaration is null ? new Stage(worlds, Array.Empty<Finding>())
            : _graphs.Of(constructor, declaration, _cancellationToken) is { } body ? Follow(body, constructor, declaration, worlds)
            : null;
    }

    /// <summary>Runs a method; null when it cannot be followed.</summary>
    public Stage? Run(IMethodSymbol method, SyntaxNode declaration, ImmutableArray<(IParameterSymbol Parameter, long Value)> arguments, IReadOnlyList<World> starts) =>
        _graphs.Of(method, declaration, _cancellationToken) is { } graph ? Follow(graph, method, declaration, starts, arguments) : null;

    private Stage? Follow(
        ControlFlowGraph graph, ISymbol owner, SyntaxNode body, IReadOnlyList<World> starts, ImmutableArray<(IParameterSymbol Parameter, long Value)> arguments = default)
    {
        var begun = starts.Select(s => Forget(s.Clone())).ToList();
        foreach (var (parameter, value) in arguments.IsDefault ? ImmutableArray<(IParameterSymbol, long)>.Empty : arguments)
        {
            begun.ForEach(world => world.Places[Place.Variable(_terms.Symbols.Intern(parameter))] = Value.Constant(value));
        }

        var recorder = new OutcomeRecorder { Thrown = new() };
        var context = FlowContext.Of(
            graph, owner, _contracts, _graphs.Compilation, _summaries.ReachIn(body.SyntaxTree, _cancellationToken), _summaries, recorder, _cancellationToken, terms: _terms, starts: begun, steady: _steady);
        if (!MethodFlow.Follow(graph, context, body) || recorder.Outcomes is not { Count: > 0 and <= MaxWays } outcomes)
        {
            return null;
        }

        return new Stage(outcomes.Select(o => o.World).ToList(), context.Findings())
        {
            Thrown = recorder.Thrown.Count <= MaxWays ? recorder.Thrown : Array.Empty<World>(),
        };
    }

    /// <summary>The private field of the object that names what is or was held.</summary>
    public IFieldSymbol? FieldOf(Resource resource, World world)
    {
        var self = new Value(_terms.Symbols.Get(Origin.This), 0);
        return world.Places.Where(p => p.Key.Kind == PlaceKind.Member && p.Key.Base == self && _terms.Symbols.Unwrapped(p.Value) == resource.Key)
            .Select(p => _terms.Symbols.Interned(p.Key.Id)).OfType<IFieldSymbol>()
            .FirstOrDefault(f => f.DeclaredAccessibility == Accessibility.Private);
    }

    /// <summary>The same way of having come so far, and further by calls that count something: how far is not known.</summary>
    public World Later(World world)
    {
        var later = world.Clone();
        var self = new Value(_terms.Symbols.Get(Origin.This), 0);
        foreach (var place in later.Places.Keys.Where(p => p.Kind == PlaceKind.Member && p.Base == self && IsNumber(_terms.Symbols.Interned(p.Id))).ToArray())
        {
            later.Places.Remove(place);
        }

        return later;
    }

    private static bool IsNumber(ISymbol? member) =>
        member is IFieldSymbol { IsReadOnly: false, Type.SpecialType: >= SpecialType.System_SByte and <= SpecialType.System_UInt64 } or IPropertySymbol { IsReadOnly: false, Type.SpecialType: >= SpecialType.System_SByte and <= SpecialType.System_UInt64 };

    // The variables of the body before are gone; what it did to its caller is not asked.
    private static World Forget(World world)
    {
        foreach (var place in world.Places.Keys.Where(p => p.Kind is not (PlaceKind.Member or PlaceKind.Element)).ToArray())
        {
            world.Places.Remove(place);
        }

        world.LastNode = null;
        world.ExitNode = null;
        world.GivenBack = world.GivenBack.Clear();
        return world;
    }

    // A new object has nothing in it.
    private void Birth(World world)
    {
        var self = new Value(_terms.Symbols.Get(Origin.This), 0);
        world.Assume(TestOperator.NotEqual, self, Value.Zero);
        foreach (var field in SourceOrder.Of(_type.GetMembers().OfType<IFieldSymbol>()).Where(f => f is { IsStatic: false, IsConst: false }))
        {
            world.Places[Place.Member(self, _terms.Symbols.Intern(field.AssociatedSymbol ?? field))] = Value.Zero;
        }
    }

    // An object that no contract speaks of: it is there, and that is all there is to know.
    private void Make(ISymbol member, SyntaxNode initializer, IReadOnlyList<World> worlds)
    {
        var made = new Value(_terms.Symbols.Get(Origin.Result, initializer), 0);
        var place = Place.Member(new Value(_terms.Symbols.Get(Origin.This), 0), _terms.Symbols.Intern(member));
        foreach (var world in worlds)
        {
            world.Places[place] = made;
            world.Assume(TestOperator.NotEqual, made, Value.Zero);
        }
    }

    private IEnumerable<(ISymbol Member, EqualsValueClauseSyntax Initializer)> Initializers()
    {
        foreach (var member in SourceOrder.Of(_type.GetMembers()).Where(m => m is { IsStatic: false } and (IPropertySymbol or IFieldSymbol { IsImplicitlyDeclared: false, IsConst: false })))
        {
            foreach (var reference in member.DeclaringSyntaxReferences)
            {
                var initializer = reference.GetSyntax(_cancellationToken) switch
                {
                    VariableDeclaratorSyntax field => field.Initializer,
                    PropertyDeclarationSyntax property => property.Initializer,
                    _ => null,
                };
                if (initializer is not null)
                {
                    yield return (member, initializer);
                }
            }
        }
    }
}
