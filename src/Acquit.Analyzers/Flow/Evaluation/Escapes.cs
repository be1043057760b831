using Acquit.Analyzers.Contracts.Binding;
using Acquit.Analyzers.Flow.Collections;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Acquit.Analyzers.Flow;

/// <summary>When a value may be kept by somebody else, is lost, or is touched after its release.</summary>
internal sealed partial class Escapes
{
    /// <summary>The variant of symbols for members that code nobody described may have changed; the index is the member's number.</summary>
    public const int Changed = 7;

    private const int MaxPassedOn = 3;

    private readonly FlowContext _context;

    public Escapes(FlowContext context) => _context = context;

    private SymbolTable Symbols => _context.Symbols;

    /// <summary>Somebody else may hold on to the value and to all that can be reached through it.</summary>
    public void Escape(Value value, World world)
    {
        if (value.IsConstant)
        {
            return;
        }

        _context.Contents?.Lose(value, world);
        _context.Collections?.Escaped(value, world);
        Pristine.Touch(value, world, Symbols);
        var info = Symbols[value.Symbol];
        if (info.Origin is Origin.Slice or Origin.Enumerator)
        {
            Escape(info.Base, world);
            return;
        }

        if (info.Origin == Origin.Term)
        {
            // An address plus something leads to the same block.
            Escape(new Value(info.Base.Symbol, 0), world);
            Escape(new Value(info.Index.Symbol, 0), world);
            return;
        }

        if (info.Origin is Origin.NewArray or Origin.NewObject or Origin.This || IsOfCallers(info))
        {
            world.Published = world.Published.Add(value.Symbol);
        }

        var array = info.Origin == Origin.Element ? info.Base : value;
        world.Change(
            r => (!r.Escaped || r.LeftToField || r.LeftTo is not null) && (r.Key.Symbol == value.Symbol || (r.IsContainer && r.Key == array)),
            r =>
            {
                if (_context.Node is { } node)
                {
                    _context.HandedOn.Add((r.Site, node));
                }

                return r with { Escaped = true, LeftToField = false, LeftTo = null };
            });
        EscapeFields(value, world);
        if (ComputedFrom(value) is { } holder)
        {
            EscapeFields(holder, world);
        }
    }

    /// <summary>The object whose own code yields a value, which may be, or lead to, anything that the object holds.</summary>
    public Value? ComputedFrom(Value value) =>
        value.Offset == 0 && Symbols[value.Symbol] is { Origin: Origin.Member, Member: IPropertySymbol property, Base: var holder } &&
        !OperandTypes.IsPlain(property.Type) && Fields.FieldUses.IsByCode(property)
            ? holder
            : null;

    /// <inheritdoc cref="Escape(Value, World)"/>
    public void Escape(IOperation operation, Value value, World world)
    {
        Escape(value, world);
        HandOnTask(operation, value, world);
        EscapeFieldsOfStruct(operation, world);
    }

    /// <summary>A task goes to somebody who may wait for it: what it takes, if it takes anything, is theirs as well.</summary>
    public void HandOnTask(IOperation operation, Value value, World world)
    {
        // What comes of a task has its value too, but not its type.
        if (!value.IsConstant && Evaluator.Unwrap(operation).Type is { } type && OperandTypes.IsTask(type) && Symbols[value.Symbol].Operation is IInvocationOperation call)
        {
            world.Change(r => r.Site.Call == call && (!r.Escaped || r.LeftTo is not null), r => r with { Escaped = true, LeftTo = null });
        }
    }

    /// <inheritdoc cref="EscapeFields(Value, World)"/>
    public void EscapeFields(IOperation operation, Value value, World world)
    {
        EscapeFields(value, world);
        EscapeFieldsOfStruct(operation, world);
    }

    /// <summary>Code that releases things may do so with what the fields and elements of a value refer to; for the caller's as well.</summary>
    public void LeaveParts(IOperation operation, Value value, World world)
    {
        EscapeFields(operation, value, world);
        if (_context.IsSummary && !value.IsConstant)
        {
            world.Published = world.Published.Add(Symbols.Get(Origin.Member, "parts", @base: value));
        }
    }

    /// <summary>An object goes to the caller: a lock in it that is held is the caller's to give back, unless the object is the one that was called.</summary>
    public void HandOver(Value value, World world)
    {
        if (!value.IsConstant && Symbols[value.Symbol].Origin != Origin.This)
        {
            world.Change(r => r is { Owned: false, Escaped: false } && IsMemberOf(r.Key, value), r => r with { Escaped = true });
        }
    }

    /// <summary>Whatever failed to be acquired on an object, or on a part of it, may be held after all.</summary>
    public void ForgetFailures(Value holder, World world)
    {
        if (!holder.IsConstant)
        {
            world.Resources.RemoveAll(r => !r.Owned && world.StatusOf(r) == Status.Failed && (r.Key == holder || IsMemberOf(r.Key, holder)));
            world.ChangeEntrusted(r => r.Status == Status.Failed && (r.Key == holder || IsMemberOf(r.Key, holder)), r => r with { Unsure = true });
        }
    }

    /// <summary>What tells whether something was acquired is put where nobody follows it: whether it was cannot be told any more.</summary>
    public void LoseAnswer(Value answer, World world)
    {
        if (!answer.IsConstant)
        {
            world.Change(r => !r.Unsure && r.Key.Symbol != answer.Symbol && Tells(answer, r), r => r with { Unsure = true });
        }
    }

    private bool IsMemberOf(Value part, Value whole)
    {
        while (part.Offset == 0 && Symbols[part.Symbol] is { Origin: Origin.Member } info)
        {
            part = info.Base;
            if (part == whole)
            {
                return true;
            }
        }

        return false;
    }

    private void EscapeFieldsOfStruct(IOperation operation, World world)
    {
        switch (Evaluator.Unwrap(operation))
        {
            case ILocalReferenceOperation { Type.IsValueType: true } local:
                EscapeFields(new Value(Symbols.Get(Origin.Variable, "address", local.Local), 0), world);
                break;
            case IParameterReferenceOperation { Type.IsValueType: true } parameter:
                EscapeFields(new Value(Symbols.Get(Origin.Variable, "address", parameter.Parameter), 0), world);
                break;
        }
    }

    /// <summary>What the fields and elements of a value refer to may be kept by somebody else.</summary>
    public void EscapeFields(Value value, World world)
    {
        List<Value>? inner = null;
        foreach (var pair in world.Places)
        {
            if (pair.Key.Kind is PlaceKind.Member or PlaceKind.Element && (pair.Key.Base == value || Symbols.IsWithin(pair.Key.Base, value)) && pair.Value != value && MayTakeAlong(pair.Value, world) &&
                !(Symbols.Interned(pair.Key.Id) is { } field && _context.Steady.Contains(field)))
            {
                (inner ??= new()).Add(pair.Value);
            }
        }

        if (inner is not null)
        {
            foreach (var each in inner)
            {
                if (MayTakeAlong(each, world))
                {
                    Escape(each, world);
                }
            }
        }
    }

    // What is held; a new object that others had no hold of, which may have something in it; and, for whoever calls this method, what
    // is his.
    private bool MayTakeAlong(Value value, World world)
    {
        var info = Symbols[value.Symbol];
        bool IsHeld(Resource r) => (!r.Escaped || r.LeftTo is not null) && (r.Key.Symbol == value.Symbol || (r.IsContainer && info.Origin == Origin.Element && r.Key == info.Base));
        return world.Resources.Exists(IsHeld) || world.Entrusted.Any(IsHeld) || LocalCollections.IsIn(value, world) ||
            ((info.Origin is Origin.NewObject or Origin.NewArray || IsOfCallers(info)) && !world.Published.Contains(value.Symbol));
    }

    private bool IsOfCallers(SymbolInfo info) => _context.IsSummary && info.Origin is Origin.Parameter or Origin.Member or Origin.Variable or Origin.View;

    /// <summary>A closure is made: whatever it can see may be kept, and released, by it.</summary>
    /// <param name="but">The variables that are as safe as before.</param>
    public void Captured(World world, Func<ISymbol, bool>? but = null)
    {
        if (_context is { IsSummary: true, CapturesThis: true })
        {
            Escape(new Value(Symbols.Get(Origin.This), 0), world);
        }

        foreach (var variable in _context.Captured)
        {
            if (but?.Invoke(variable) == true)
            {
                continue;
            }

            if (world.Places.TryGetValue(Place.Variable(Symbols.Intern(variable)), out var value))
            {
                Escape(value, world);
            }
            else if (variable is IParameterSymbol || !SymbolEqualityComparer.Default.Equals(variable.ContainingSymbol, _context.Owner))
            {
                // Not looked at before: as it came.
                Escape(new Value(Symbols.Get(variable is IParameterSymbol ? Origin.Parameter : Origin.Variable, member: variable), 0), world);
            }

            EscapeFields(new Value(Symbols.Get(Origin.Variable, "address", variable), 0), world);
        }
    }

    /// <summary>What is in a sequence of this method is in another one as well, from where anybody may give it back.</summary>
    public void HandOnElements(Value sequence, World world)
    {
        while (Symbols[sequence.Symbol] is { Origin: Origin.Slice } slice)
        {
            sequence = slice.Base;
        }

        if (world.Resources.Exists(r => r.IsContainer && r.Key == sequence))
        {
            Escape(sequence, world);
        }
    }

    /// <summary>Code nobody described ran: fields that others can name may have changed.</summary>
    /// <param name="untouched">The object whose members the code leaves as they were, but for numbers and flags.</param>
    public void Invalidate(IOperation call, World world, Value untouched = default)
    {
        bool IsUntouched(Value holder, ISymbol? member) =>
            !untouched.IsConstant && holder == untouched && !Contracts.Binding.OperandTypes.IsPlain(member switch { IFieldSymbol field => field.Type, IPropertySymbol property => property.Type, _ => null });

        foreach (var pair in world.Places.ToArray())
        {
            if (pair.Key.Kind == PlaceKind.Member && Whole(pair.Key.Base).Origin is not (Origin.Variable or Origin.NewObject) &&
                !(Symbols[pair.Key.Base.Symbol].Origin == Origin.This && (_context.IsMaking ? !world.Published.Contains(pair.Key.Base.Symbol) : IsKnownToNobody(call, world))) &&
                !IsRead(pair.Value) && !IsAnswer(pair.Value, world) && !IsUntouched(pair.Key.Base, Symbols.Interned(pair.Key.Id)) && !IsSteady(Symbols.Interned(pair.Key.Id), call))
            {
                world.Places[pair.Key] = new Value(
                    Symbols.Get(Origin.Join, ChangedFlags.Before(pair.Value, Symbols.Interned(pair.Key.Id), call, world, Symbols) ?? (object)call, @base: pair.Key.Base, index: new Value(0, pair.Key.Id), variant: Changed), 0);
            }
        }

        _context.Contents?.LoseFields(world);
        world.Change(r => r is { Stored: true, Escaped: false } && !IsSteady(r.StoredIn, call) && !(r.StoredIn is IFieldSymbol { IsStatic: false } && IsKnownToNobody(call, world)), r => r with { Escaped = true, LeftToField = true });
        world.Change(r => r.LeftTo is { Kind: PlaceKind.Variable } left && Symbols.Interned(left.Id) is IParameterSymbol { RefKind: RefKind.Ref }, r => r with { LeftTo = null });
        DoubtReleased(world, key => !IsSteady(key.Member, call) && !IsUntouched(key.Base, key.Member));
    }

    // The object whose constructor this is, before anybody else has got hold of it; its own methods have.
    private bool IsKnownToNobody(IOperation call, World world) =>
        !_context.CapturesThis && _context.Owner is IMethodSymbol { MethodKind: MethodKind.Constructor } && !world.Published.Contains(Symbols.Get(Origin.This)) &&
        call is IObjectCreationOperation or IInvocationOperation { Instance: not IInstanceReferenceOperation, TargetMethod.MethodKind: not MethodKind.LocalFunction };

    // What a struct within a struct, and so on, is a part of.
    private SymbolInfo Whole(Value part)
    {
        var info = Symbols[part.Symbol];
        while (info is { Origin: Origin.Member, Subject: "address" })
        {
            info = Symbols[info.Base.Symbol];
        }

        return info;
    }

    // Code of the type itself may come to what changes the field. A base class's constructor knows nothing of it.
    private bool IsSteady(ISymbol? field, IOperation call)
    {
        if (field is null)
        {
            return false;
        }

        var called = (call as IInvocationOperation)?.TargetMethod;
        var isOwn = SymbolEqualityComparer.Default.Equals(called?.ContainingType?.OriginalDefinition, field.ContainingType.OriginalDefinition);
        return !isOwn && (_context.Steady.Contains(field) || (called is { MethodKind: MethodKind.Constructor } && field.DeclaredAccessibility == Accessibility.Private));
    }

    // What tells whether something was acquired is kept to be asked.
    private bool IsAnswer(Value value, World world) => !value.IsConstant && world.Resources.Exists(r => Tells(value, r));

    private bool Tells(Value answer, Resource resource) =>
        resource.Status == Status.Maybe && resource.Conditions.Any(c => c.Symbols.Any(s => s != 0 && Symbols.RestsOn(answer.Symbol, s)));

    // A flag or number that was read is taken to be the same when it is read again: that correlates what hangs on it.
    private bool IsRead(Value value) => value.Offset == 0 && Symbols[value.Symbol] is { Origin: Origin.Member } or { Subject: ChangedFlags.Flag };

    /// <summary>Code nobody described got hold of an object or array made here: its fields and elements may have changed.</summary>
    /// <param name="call">What got hold of it.</param>
    /// <param name="butHeld">What something held is found by is as it was.</param>
    public void Forget(Value value, World world, IOperation? call = null, bool butHeld = false)
    {
        while (Symbols[value.Symbol] is { Origin: Origin.Slice } slice)
        {
            value = slice.Base;
        }

        if (value.IsConstant)
        {
            return;
        }

        foreach (var place in world.Places.Keys.Where(p => p.Kind is PlaceKind.Member or PlaceKind.Element && p.Base == value).ToArray())
        {
            if (!Immutability.IsImmutable(Symbols.Interned(place.Id)) && !(call is not null && IsSteady(Symbols.Interned(place.Id), call)) &&
                !(butHeld && world.Places[place] is var kept && (Symbols[kept.Symbol].Origin == Origin.NewObject || world.Resources.Any(r => r.Key == kept))))
            {
                Change(place, call, world);
            }
        }
    }

    // Whatever it is now: of a flag or number it is still known what it was.
    private void Change(Place place, IOperation? call, World world)
    {
        if (call is not null && ChangedFlags.Before(world.Places[place], Symbols.Interned(place.Id), call, world, Symbols) is { } flag)
        {
            world.Places[place] = new Value(Symbols.Get(Origin.Join, flag, @base: place.Base, index: new Value(0, place.Id), variant: Changed), 0);
        }
        else if (call is null || place.Kind != PlaceKind.Member || !IsAnswer(world.Places[place], world) || world.Resources.Exists(r => r.Key == world.Places[place]))
        {
            world.Places.Remove(place);
        }
    }

    /// <summary>The value is looked into, or handed to a call. A mistake when all that was held on it has been released.</summary>
    public void Use(Value value, IOperation at, IMethodSymbol? method, World world, bool quiet = false)
    {
        if (value.IsConstant || quiet || world.Resources.Count == 0)
        {
            return;
        }

        value = Holder(value, out var isView);
        var info = Symbols[value.Symbol];
        var (array, index) = info.Origin == Origin.Element ? (info.Base, info.Index) : (value, default);
        Resource? released = null;
        foreach (var resource in world.Resources)
        {
            var same = resource.IsContainer
                ? info.Origin == Origin.Element && resource.Key == array
                : resource.Key == value;
            if (!same || (resource.Status == Status.Released && IsThereWithoutIt(resource)))
            {
                continue;
            }

            if (resource.Status != Status.Released || resource.PendingRelease is not null || resource.Unsure || resource.Reported ||
                (!resource.Owned && (resource.IsContainer || !(resource.Foreign || resource.Site.Clause.IsOptional) || _context.Contracts.IsCounted(resource.Kind))) ||
                (resource.IsContainer && !IsInside(resource, index, world)))
            {
                return;
            }

            released = resource;
        }

        if (released is not null && !(isView && world.Resources.Exists(r => r.IsLive && r.Kind == released.Kind)) && !IsPassedForNothing(at, method))
        {
            // What is seen through one may be kept where it is by another of the kind.
            ReportUse(released, at.Syntax, method, world);
        }
    }

    // A helper that does not name its parameter does nothing with it, nor does one that only passes it on to such.
    private bool IsPassedForNothing(IOperation at, IMethodSymbol? method) =>
        method is not null && at.Parent is IArgumentOperation { Parameter: { } parameter } && SymbolEqualityComparer.Default.Equals(parameter.ContainingSymbol, method) &&
        IsOfNoUse(parameter, method, MaxPassedOn);

    private bool IsOfNoUse(IParameterSymbol parameter, IMethodSymbol method, int depth)
    {
        var graphs = _context.Summaries.Graphs;
        if (method is not { IsVirtual: false, IsOverride: false, IsAbstract: false } || depth == 0 ||
            graphs.OwnDeclarationOf(method, _context.CancellationToken) is not { } declaration)
        {
            return false;
        }

        var uses = declaration.DescendantNodes().OfType<IdentifierNameSyntax>().Where(n => n.Identifier.ValueText == parameter.Name).ToList();
        return uses.TrueForAll(use =>
            use.Parent is ArgumentSyntax { RefKindKeyword.RawKind: 0, Parent.Parent: InvocationExpressionSyntax } argument &&
            graphs.ModelOf(declaration.SyntaxTree).GetOperation(argument, _context.CancellationToken) is IArgumentOperation
            {
                Parameter: { OriginalDefinition: { ContainingSymbol: IMethodSymbol next } passed }, Parent: IInvocationOperation,
            } && IsOfNoUse(passed, next, depth - 1));
    }

    // A lock that was made here and given back is still a lock: what is taken on an object does not end with it.
    private bool IsThereWithoutIt(Resource resource) =>
        _context.Contracts.IsCounted(resource.Kind) && Symbols[resource.Key.Symbol].Origin is Origin.NewObject;

    /// <summary>An array is handed to code that looks at its elements. A mistake when those have been released.</summary>
    public void UseElements(Value array, IOperation at, IMethodSymbol? method, World world)
    {
        while (Symbols[array.Symbol] is { Origin: Origin.Slice } slice)
        {
            array = slice.Base;
        }

        var all = world.Resources.Where(r => r.IsContainer && r.Key == array).ToList();
        if (all.Count > 0 && all.TrueForAll(r => r is { Status: Status.Released, PendingRelease: null, Unsure: false, Reported: false, Owned: true }))
        {
            ReportUse(all[all.Count - 1], at.Syntax, method, world);
        }
    }

    private void ReportUse(Resource released, SyntaxNode at, IMethodSymbol? method, World world)
    {
        _context.Report(new Finding(FindingKind.UsedAfterRelease, at, released, Trail.After(world.Trail, released.AcquiredAt)) { Method = method });
        world.Replace(released, released with { Reported = true });
    }

    /// <summary>What is passed by reference, or a field of what is filled in.</summary>
    public bool IsCallersVariable(Place place) => place.Kind switch
    {
        PlaceKind.Variable => Symbols.Interned(place.Id) is IParameterSymbol { RefKind: RefKind.Ref or RefKind.Out },
        PlaceKind.Member => Symbols[place.Base.Symbol] is { Origin: Origin.Variable, Member: IParameterSymbol { RefKind: RefKind.Out } },
        _ => false,
    };

    /// <summary>A variable of the caller's gets what the method owes the release of: it is the caller's, as long as it stays there.</summary>
    public void LeaveTo(Place variable, Value value, World world)
    {
        var owed = world.Resources.Where(r => r.Key == value && !r.IsContainer && IsOwed(r, world)).Select(r => (r.Site, r.Instance)).ToList();
        Escape(value, world);
        world.Change(r => r.Key == value && owed.Contains((r.Site, r.Instance)), r => r with { LeftTo = variable });
    }

    /// <summary>Something else is put into a variable of the caller's: what was there before is the method's again.</summary>
    public static void TakeBack(Place variable, Value value, World world) =>
        world.Change(r => r.LeftTo is { } left && left == variable && r.Key == value, r => r with { Escaped = false, LeftTo = null });

    /// <summary>A place stops referring to a value. A mistake when it was the last one that did.</summary>
    public void CheckLost(Value value, Place except, IOperation at, World world)
    {
        if (value.IsConstant)
        {
            return;
        }

        for (var i = 0; i < world.Resources.Count; i++)
        {
            var resource = world.Resources[i];
            if (resource.Key != value || !IsOwed(resource, world) || world.Places.Any(p => p.Key != except && Symbols.IsOver(p.Value, value.Symbol)))
            {
                continue;
            }

            ReportLost(resource, at.Syntax, world);
            world.Resources[i] = resource with { Reported = true, Status = Status.Released };
        }
    }

    /// <summary>Whether the method alone still owes the release.</summary>
    public bool IsOwed(Resource resource, World world) =>
        resource.IsLive && resource is { Escaped: false, Unsure: false, Reported: false, Foreign: false, PendingRelease: null, PendingEscape: null } &&
        resource.Owned && world.StatusOf(resource) != Status.Failed;

    public void ReportLost(Resource resource, SyntaxNode at, World world)
    {
        var finding = new Finding(FindingKind.Lost, resource.Site.Call.Syntax, resource, Trail.After(world.Trail, resource.AcquiredAt))
        {
            Exit = new MethodExit(ExitKind.Return, at),
        };
        if (resource.Lent.IsEmpty)
        {
            _context.Report(finding);
            return;
        }

        var facts = world.Facts.Clone();
        _context.ReportIf(finding, () => !_context.TakenOver.Explains(resource, facts, Outcome.Unknown));
    }

    private static bool IsInside(Resource resource, Value index, World world) =>
        world.Facts.Upper(resource.Low, index) <= 0 && world.Facts.Upper(index, resource.High) <= -1;
}
