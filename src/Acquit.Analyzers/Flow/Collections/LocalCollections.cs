using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Contracts.Binding;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Acquit.Analyzers.Flow.Collections;

/// <summary>
/// Collections that one variable of the method has to itself. What is put into one and held leaves the method with it: in the hands of whoever
/// gets the collection, or of nobody.
/// </summary>
/// <remarks>
/// Of such a collection it is only known that something is in it. Whatever may take something out again, or lets others get hold of the
/// collection, ends what is known, for good on that way.
/// </remarks>
internal sealed class LocalCollections
{
    private readonly FlowContext _context;
    private readonly ISet<ISymbol> _filled;

    private LocalCollections(FlowContext context, ISet<ISymbol> filled)
    {
        _context = context;
        _filled = filled;
    }

    /// <param name="filled">Variables whose collections something is put into.</param>
    /// <returns>Null where there are none that the method alone can name.</returns>
    public static LocalCollections? Of(FlowContext context, ISet<ISymbol> filled)
    {
        filled.ExceptWith(context.Captured);
        filled.ExceptWith(context.Unstable);
        return filled.Count == 0 ? null : new LocalCollections(context, filled);
    }

    /// <summary>A variable is read.</summary>
    public void Read(ILocalReferenceOperation reference, World world)
    {
        if (!_filled.Contains(reference.Local) || Adders.IsForFilling(reference))
        {
            return;
        }

        var id = _context.Symbols.Intern(reference.Local);
        if (world.Keepings.TryGetValue(id, out var keeping))
        {
            Leave(id, keeping, reference.Syntax, world);
        }
        else if (!Adders.IsPassing(reference))
        {
            // By another name it may be emptied later.
            world.Keepings = world.Keepings.Add(id, new Keeping(reference.Local, Value.Zero));
        }
    }

    /// <summary>The variable gets another collection: the one before is lost, with what is in it.</summary>
    public void Assigned(int id, Value value, IOperation at, World world)
    {
        // What is made with something in it has that in it before the variable gets it.
        if (world.Keepings.TryGetValue(id, out var keeping) && (keeping.Collection != value || value.IsConstant))
        {
            Settle(world);
            keeping = world.Keepings[id];
            world.Keepings = world.Keepings.Remove(id);
            if (keeping.Held is { } held)
            {
                var finding = Finding(FindingKind.Lost, keeping, held, new MethodExit(ExitKind.Return, at.Syntax), world);
                _context.ReportIf(finding, () => !AskedForContent.MayBe(finding));
            }
        }
    }

    /// <summary>What a call puts into a collection of which nothing is known yet; null if it does nothing of the kind.</summary>
    public Keeping? PutIn(Call call, World world) =>
        call is { Contract: null, Instance: not null } && world.Resources.Count > 0 && Adders.IsAdder(call.Method)
            ? PutIn(VariableOf(call.Receiver, world) ?? MadeFor(call, world), call.Receiver, call.Arguments.Select(a => (a.Operation, a.Before)), call.Operation, world)
            : null;

    /// <summary>The same, by the expression that makes the collection.</summary>
    public Keeping? PutIn(IOperation expression, IReadOnlyList<(IOperation Operation, Value Value)> elements, World world) =>
        world.Resources.Count > 0 ? PutIn(DeclaredWith(expression.Syntax), Value.Zero, elements, expression, world) : null;

    /// <summary>The same, by an indexer.</summary>
    public Keeping? PutIn(ISimpleAssignmentOperation assignment, Value value, World world)
    {
        if (assignment.Target is not IPropertyReferenceOperation { Instance: ILocalReferenceOperation { Local: { } local } } indexer ||
            !_filled.Contains(local) || !Adders.IsKeyed(indexer.Property) ||
            !world.Places.TryGetValue(Place.Variable(_context.Symbols.Intern(local)), out var collection))
        {
            return null;
        }

        var put = world.Resources.Count > 0 ? PutIn(VariableOf(collection, world), collection, new[] { (assignment.Value, value) }, assignment, world) : null;
        if (put is null && world.Keepings.TryGetValue(_context.Symbols.Intern(local), out var keeping) && OwedOn(assignment.Value, value, world) is null)
        {
            // It takes the place of what was there.
            Leave(_context.Symbols.Intern(local), keeping, assignment.Syntax, world);
        }

        return put;
    }

    private Keeping? PutIn(ILocalSymbol? variable, Value collection, IEnumerable<(IOperation Operation, Value Value)> arguments, IOperation at, World world)
    {
        if (variable is null || world.Keepings.ContainsKey(_context.Symbols.Intern(variable)) || world.Published.Contains(collection.Symbol))
        {
            return null;
        }

        foreach (var (operation, value) in arguments)
        {
            if (OwedOn(operation, value, world) is { } held)
            {
                return new Keeping(variable, collection, held, value, at.Syntax);
            }
        }

        return null;
    }

    /// <summary>It is in it from now on.</summary>
    public void Note(Keeping put, World world)
    {
        world.Step(StepKind.PutIn, put.At!);
        world.Keepings = world.Keepings.SetItem(_context.Symbols.Intern(put.Variable), put);
    }

    /// <summary>How many there are was asked, of a collection that something is in.</summary>
    public void Counted(IPropertyReferenceOperation property, Value count, World world)
    {
        if (!world.Keepings.IsEmpty && Adders.IsCount(property.Property) && property.Instance is ILocalReferenceOperation { Local: var local } &&
            world.Keepings.TryGetValue(_context.Symbols.Intern(local), out var keeping) && keeping.Held is not null)
        {
            world.Assume(TestOperator.GreaterOrEqual, count, Value.One);
        }
    }

    /// <summary>A call is given a collection, or something that is in one.</summary>
    public void Passed(Call call, World world)
    {
        if (world.Keepings.IsEmpty)
        {
            return;
        }

        foreach (var pair in world.Keepings)
        {
            if (pair.Value is { Held: not null, Collection: var collection } &&
                (call.Arguments.Any(a => a.Before.Symbol == collection.Symbol && !collection.IsConstant) ||
                 (call.Receiver == collection && !collection.IsConstant && call.Method.MethodKind == MethodKind.Ordinary && !Adders.IsAdder(call.Method) && !Adders.IsAboutRoom(call.Method))))
            {
                Leave(pair.Key, pair.Value, call.Operation.Syntax, world);
            }
        }
    }

    /// <summary>A call gives something back. Unless that is known to be something else, it may be what is in a collection.</summary>
    public void Released(Call call, World world)
    {
        if (world.Keepings.IsEmpty)
        {
            return;
        }

        foreach (var clause in (call.Effects?.Releases ?? ImmutableArray<ReleaseClause>.Empty).Concat(call.Besides?.Releases ?? ImmutableArray<ReleaseClause>.Empty))
        {
            Value? given = clause.Target switch
            {
                { Path: not null } => null,
                { Kind: TargetKind.Parameter, Ordinal: var ordinal } => call[ordinal]?.Before,
                { Kind: TargetKind.Receiver } => call.Receiver,
                _ => null,
            };
            foreach (var pair in world.Keepings)
            {
                if (pair.Value is { Held: { } held, Element: var element } &&
                    ((held.Kind == clause.Kind && !IsAnother(given, clause.Kind, world)) || (given is { IsConstant: false } && given == element)))
                {
                    Leave(pair.Key, pair.Value, call.Operation.Syntax, world);
                }
            }
        }

        foreach (var (_, kind) in call.Effects?.Doubtful ?? ImmutableArray<(Target, string)>.Empty)
        {
            LeaveAll(k => k.Held!.Kind == kind, world);
        }
    }

    /// <summary>Somebody else may hold on to a value from now on.</summary>
    public void Escaped(Value value, World world)
    {
        if (!world.Keepings.IsEmpty && !value.IsConstant)
        {
            LeaveAll(k => k.Element.Symbol == value.Symbol || k.Collection.Symbol == value.Symbol, world);
        }
    }

    /// <summary>Whether a value names what is in a collection.</summary>
    public static bool IsIn(Value value, World world) =>
        !world.Keepings.IsEmpty && !value.IsConstant && world.Keepings.Any(k => k.Value.Held is not null && k.Value.Element.Symbol == value.Symbol);

    /// <summary>Nothing is known any more.</summary>
    public void LeaveAll(World world) => LeaveAll(_ => true, world);

    /// <summary>A symbol comes to mean something else: nothing could be named by what it meant before.</summary>
    public void Forget(int symbol, World world)
    {
        foreach (var pair in world.Keepings)
        {
            bool Means(Value value) => !value.IsConstant && _context.Symbols.RestsOn(value.Symbol, symbol);
            if (Means(pair.Value.Element) || Means(pair.Value.Collection))
            {
                world.Keepings = world.Keepings.SetItem(pair.Key, pair.Value with
                {
                    Element = Means(pair.Value.Element) ? Value.Zero : pair.Value.Element,
                    Collection = Means(pair.Value.Collection) ? Value.Zero : pair.Value.Collection,
                });
            }
        }
    }

    /// <summary>Looks what has become of what was put in, by other names.</summary>
    public void Settle(World world)
    {
        if (world.Keepings.IsEmpty)
        {
            return;
        }

        foreach (var pair in world.Keepings)
        {
            if (pair.Value is { Held: { } held, Element: { IsConstant: false } element } &&
                (IsInObject(element, world) || world.Resources.Exists(r => r.Site == held.Site && r.Key == element && !IsStillHeld(r, world))))
            {
                Leave(pair.Key, pair.Value, _context.Node, world);
            }
        }
    }

    /// <summary>What is left behind in collections when the method is left.</summary>
    public IEnumerable<Finding> LeftIn(World world, MethodExit exit)
    {
        Settle(world);
        foreach (var keeping in world.Keepings.IsEmpty ? Enumerable.Empty<Keeping>() : world.Keepings.OrderBy(k => k.Key).Select(k => k.Value))
        {
            if (keeping.Held is { } held)
            {
                yield return Finding(FindingKind.HeldAtExit, keeping, held, exit, world);
            }
        }
    }

    private static Finding Finding(FindingKind kind, Keeping keeping, Resource held, MethodExit exit, World world) =>
        new(kind, held.Site.Call.Syntax, held, Trail.After(world.Trail, held.AcquiredAt)) { Exit = exit, Keeping = keeping };

    private void Leave(int id, Keeping keeping, SyntaxNode? node, World world)
    {
        if (keeping.Held is not { } held)
        {
            return;
        }

        if (node is not null)
        {
            _context.HandedOn.Add((held.Site, node));
        }

        world.Keepings = world.Keepings.SetItem(id, keeping with { Held = null, Element = Value.Zero, Collection = Value.Zero });
    }

    private void LeaveAll(Func<Keeping, bool> which, World world)
    {
        foreach (var pair in world.Keepings)
        {
            if (pair.Value.Held is not null && which(pair.Value))
            {
                Leave(pair.Key, pair.Value, _context.Node, world);
            }
        }
    }

    // The only variable that names a collection made here; null where anything else does.
    private ILocalSymbol? VariableOf(Value collection, World world)
    {
        if (collection is not { IsConstant: false, Offset: 0 } || !IsMadeHere(_context.Symbols[collection.Symbol]))
        {
            return null;
        }

        ILocalSymbol? variable = null;
        foreach (var pair in world.Places)
        {
            if (pair.Value.Symbol != collection.Symbol || pair.Key.Kind == PlaceKind.Capture)
            {
                continue;
            }

            if (variable is not null || pair.Key.Kind != PlaceKind.Variable || _context.Symbols.Interned(pair.Key.Id) is not ILocalSymbol local || !_filled.Contains(local))
            {
                return null;
            }

            variable = local;
        }

        return variable;
    }

    // The variable that a collection is made for whose initializer makes a call. Until it is there, nothing names it.
    private ILocalSymbol? MadeFor(Call call, World world) =>
        call.Instance is Microsoft.CodeAnalysis.FlowAnalysis.IFlowCaptureReferenceOperation { Syntax: BaseObjectCreationExpressionSyntax { Initializer: { } initializer } creation } &&
        initializer.Span.Contains(call.Operation.Syntax.Span) && IsMadeHere(_context.Symbols[call.Receiver.Symbol]) &&
        !world.Places.Any(p => p.Value.Symbol == call.Receiver.Symbol && p.Key.Kind != PlaceKind.Capture)
            ? DeclaredWith(creation)
            : null;

    private ILocalSymbol? DeclaredWith(SyntaxNode value) =>
        value.Parent is EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax declarator }
            ? _filled.OfType<ILocalSymbol>().FirstOrDefault(local => local.DeclaringSyntaxReferences.Any(r => r.Span == declarator.Span && r.SyntaxTree == declarator.SyntaxTree))
            : null;

    private static bool IsMadeHere(SymbolInfo collection) => collection switch
    {
        { Origin: Origin.NewObject, Operation: IObjectCreationOperation { Type: INamedTypeSymbol type } } => Adders.IsCollection(type),
        { Operation: { Type: INamedTypeSymbol type, Kind: Evaluator.CollectionExpression } made } => type.TypeKind == TypeKind.Class && Adders.IsCollection(type),
        _ => false,
    };

    // What a call has yielded that is held by itself, and that the method alone would have to give back; what is taken on a thing is another matter.
    private Resource? OwedOn(IOperation operation, Value value, World world)
    {
        if (value.IsConstant || (Evaluator.Unwrap(operation).Type is { } type && OperandTypes.IsTask(type)) || IsNamedTwice(value, world) || IsInObject(value, world))
        {
            return null;
        }

        return world.Resources.Find(r =>
            r.Key == value && r is { Owned: true, Escaped: false, Unsure: false, Reported: false, Foreign: false, PendingRelease: null, PendingEscape: null } &&
            r is { IsContainer: false, Stored: false, Lent.IsEmpty: true, Misrelease: null, PartlyReleasedAt: null, Site.Clause: { Count: null, Target.Path: null, Enters: null } clause } &&
            _context.Symbols[r.Key.Symbol] is var origin && (origin.Origin == Origin.Acquired || origin.Operation == r.Site.Call) &&
            (clause.Target.IsReturn || clause.Target.Kind == TargetKind.Parameter) && !_context.Contracts.IsExclusive(r.Kind) &&
            (world.StatusOf(r) == Status.Held || IsToldByItself(r, world)));
    }

    // Nobody has looked yet whether there is anything to give back; it is there to be looked at.
    private static bool IsToldByItself(Resource resource, World world) =>
        world.StatusOf(resource) == Status.Maybe &&
        resource.Conditions.All(c => c is Comparison { Operator: TestOperator.NotEqual } test && test.Left == resource.Key && test.Right == Value.Zero);

    private bool IsNamedTwice(Value value, World world) =>
        world.Places.Count(p => p.Key.Kind == PlaceKind.Variable && _context.Symbols.RestsOn(p.Value.Symbol, value.Symbol)) > 1;

    private static bool IsInObject(Value value, World world) =>
        world.Places.Any(p => p.Key.Kind is PlaceKind.Member or PlaceKind.Element && p.Value.Symbol == value.Symbol);

    private static bool IsStillHeld(Resource resource, World world) =>
        resource is { Unsure: false, Stored: false, Reported: false, PendingRelease: null, PendingEscape: null, Lent.IsEmpty: true, Misrelease: null } &&
        world.StatusOf(resource) is Status.Held or Status.Maybe;

    // Something that the method is known to hold beside what is in the collection.
    private static bool IsAnother(Value? given, string kind, World world) =>
        given is { IsConstant: false } value &&
        world.Resources.Exists(r => r.Kind == kind && r is { Escaped: false, Unsure: false, IsLive: true, IsContainer: false } && r.Key == value);
}
