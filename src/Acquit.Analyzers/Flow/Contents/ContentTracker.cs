using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Flow.Contents;

/// <summary>Follows what is done with the content of what is held: by calls, by assignments, by code of which nothing is known.</summary>
internal sealed partial class ContentTracker
{
    /// <summary>Views of views; what lies deeper is not followed.</summary>
    private const int MaxDepth = 8;

    private readonly FlowContext _context;

    public ContentTracker(FlowContext context) => _context = context;

    private SymbolTable Symbols => _context.Symbols;

    /// <summary>Something that a value leads to.</summary>
    /// <param name="IsPart">Only an element of it.</param>
    /// <param name="IsWithin">The value is no name of it, but leads into it.</param>
    private readonly record struct Root(Value Value, bool IsPart, bool IsWithin);

    /// <summary>What a call does with the content of what passes through it. Marks come after accesses, and both before releases.</summary>
    public void Apply(Call call, World world, Conditions conditions, Evaluator evaluator)
    {
        if (world.Resources.Count == 0 && !_context.IsSummary)
        {
            return;
        }

        foreach (var argument in call.Arguments)
        {
            if (argument.Parameter.RefKind == RefKind.Out)
            {
                evaluator.NoteWritten(argument.Operation, call.Operation, world);
            }
            else if (Undescribed(call, argument.Parameter) is { } access)
            {
                Touch(argument.Before, access, call.Operation, world);
            }
        }

        if (MayLock(call))
        {
            world.Change(r => r.IsLive && IsFollowed(r.Site), r => r with { Content = (r.Content ?? Content.Untouched) with { IsHandled = true } });
        }

        if (call.Instance is not null && UndescribedReceiver(call) is { } unknown)
        {
            Touch(call.Receiver, unknown, call.Operation, world);
        }

        if (call.Effects is not { } contract)
        {
            return;
        }

        foreach (var clause in contract.Accesses)
        {
            Apply(conditions.Evaluate(clause.When, call, world), (content, root) => content.Accessed(clause.Access, call.Operation, root.IsPart),
                (content, open) => content.AccessedIf(open, clause.Access, call.Operation), ValueOf(call, clause.Target, world, evaluator), world, IsOfAnything(call, clause.Target));
        }

        foreach (var clause in contract.MarksDirty)
        {
            Mark(call, clause, conditions.Evaluate(clause.When, call, world), ValueOf(call, clause.Target, world, evaluator), world);
        }
    }

    /// <summary>An element of what the value is, or leads into, is written.</summary>
    public void Write(Value value, IOperation at, World world) => Touch(value, Access.Write, at, world, inside: true);

    /// <summary>An element of what the value is, or leads into, is read.</summary>
    public void Read(Value value, IOperation at, World world) => Touch(value, Access.Read, at, world, inside: true);

    /// <summary>A member of what is held is read, by which its content may be found.</summary>
    public void LookAt(Value value, IOperation at, World world) => Touch(value, Access.Somehow, at, world);

    /// <summary>Somebody got hold of it, of whom nothing is known.</summary>
    public void Lose(Value value, World world)
    {
        if (world.Resources.Count > 0 || _context.IsSummary)
        {
            Touch(value, Access.Anything, null, world);
        }
    }

    /// <summary>A local function ran, which sees the variables around it.</summary>
    public void LoseVariables(IEnumerable<ISymbol> variables, World world)
    {
        foreach (var variable in variables)
        {
            if (world.Places.TryGetValue(Place.Variable(Symbols.Intern(variable)), out var value))
            {
                Lose(value, world);
            }
        }
    }

    /// <summary>Code nobody described ran: it may come to what is named by fields.</summary>
    public void LoseFields(World world) => world.Change(
        r => r is { IsLive: true, Content: not null } && Symbols[r.Key.Symbol].Origin is Origin.Member or Origin.This,
        r => r with { Content = r.Content!.Accessed(Access.Anything, r.Site.Call, false) });

    private void Mark(Call call, DirtyClause clause, ConditionState state, Value marked, World world)
    {
        var without = IsWithoutLock(clause, world) ? clause.Under : null;
        string? Wanting(Content content) => content.IsHandled ? null : without;
        if (state.Truth != Truth.False && call.Operation.Syntax.FirstAncestorOrSelf<SyntaxNode>(LoopStatements.Is) is not null)
        {
            foreach (var root in Roots(marked, world).Where(r => r.IsPart))
            {
                _markedInLoops.UnionWith(world.Resources.Where(r => r.Key == root.Value).Select(r => r.Site));
            }
        }

        if (state.Truth != Truth.False && world.Resources.Exists(IsPartlyReleased))
        {
            foreach (var root in Roots(marked, world))
            {
                _markedLater.UnionWith(world.Resources.Where(r => IsPartlyReleased(r) && r.Key == root.Value).Select(r => r.Site));
            }
        }

        Apply(state, (content, _) => content.Marked(call.Operation, Wanting(content)), (content, open) => content.MarkedIf(open, call.Operation, Wanting(content)), marked, world);
    }

    private void Apply(ConditionState state, Func<Content, Root, Content> change, Func<Content, Formula, Content> perhaps, Value value, World world, bool inside = false)
    {
        if (state.Truth == Truth.True)
        {
            Change(value, change, world, inside);
        }
        else if (state.Truth == Truth.Unknown)
        {
            Formula open = state.Open.Length == 1 ? state.Open[0] : new Conjunction(state.Open);
            Change(value, (content, _) => perhaps(content, open), world, inside);
        }
    }

    private static bool IsPartlyReleased(Resource resource) =>
        resource is { IsLive: true } and ({ Shrunk: true } or { PartlyReleasedAt: not null } or { Unsure: true });

    // What leads into a thing cannot be what it is marked by.
    private void Touch(Value value, Access access, IOperation? at, World world, bool inside = false) => Change(
        value,
        (content, root) => content.Accessed(access == Access.Anything && root.IsWithin ? Access.Somehow : access, at!, root.IsPart),
        world,
        inside);

    /// <param name="inside">It happens to what the value leads into, and not to what it is itself.</param>
    private void Change(Value value, Func<Content, Root, Content> change, World world, bool inside = false)
    {
        if (value.IsConstant)
        {
            return;
        }

        foreach (var root in Roots(value, world))
        {
            if (inside && !root.IsWithin && !(Symbols[root.Value.Symbol] is { Origin: Origin.Parameter, Member: IParameterSymbol passed } && IsViewOfPlain(passed.Type)))
            {
                continue;
            }

            for (var i = 0; i < world.Resources.Count; i++)
            {
                var resource = world.Resources[i];
                if (resource.Key == root.Value && resource is { IsLive: true, Foreign: false } && IsFollowed(resource.Site))
                {
                    var of = resource.IsContainer ? root : root with { IsPart = false };
                    world.Resources[i] = resource = resource with { Content = change(resource.Content ?? Content.Untouched, of) };
                    CheckPin(resource, world);
                }
            }

            if (_context.IsSummary && IsFromCaller(root.Value))
            {
                world.Contents = world.Contents.SetItem(root.Value, change(world.Contents.GetValueOrDefault(root.Value) ?? Content.Untouched, root));
            }
        }
    }

    // What the caller knows by name, however often the body comes to it. A number is the name of nothing, unless it may be an address.
    private bool IsFromCaller(Value value)
    {
        if (Symbols[value.Symbol].Member switch { IFieldSymbol field => field.Type, IPropertySymbol property => property.Type, IParameterSymbol passed => passed.Type, _ => null } is { } type &&
            Contracts.Binding.OperandTypes.IsPlain(type) && type.SpecialType is not (SpecialType.System_Int64 or SpecialType.System_UInt64))
        {
            return false;
        }

        while (Symbols[value.Symbol] is { Origin: Origin.Member, Member: not null, Variant: 0 } member)
        {
            value = member.Base;
        }

        return Symbols[value.Symbol].Origin is Origin.Parameter or Origin.This;
    }

    private bool IsFollowed(AcquireSite site) => site.Clause.PinnedBy is not null || _context.Contracts.IsMarked(site.Clause.Kind);

    private List<Root> Roots(Value value, World world)
    {
        var found = new List<Root>();
        Collect(value, false, false, 0);
        return found;

        void Collect(Value at, bool isPart, bool isWithin, int depth)
        {
            if (at.IsConstant || depth > MaxDepth)
            {
                return;
            }

            var self = new Value(at.Symbol, 0);
            var info = Symbols[at.Symbol];
            found.Add(new Root(self, isPart, isWithin));
            if (world.Leads.TryGetValue(self, out var into))
            {
                Collect(into, isPart, true, depth + 1);
            }

            switch (info.Origin)
            {
                case Origin.View:
                    Collect(info.Base, isPart, true, depth + 1);
                    break;
                case Origin.Slice:
                    Collect(info.Base, isPart || info.Index != Value.Zero, isWithin, depth + 1);
                    break;
                case Origin.Element:
                    Collect(info.Base, true, isWithin, depth + 1);
                    break;
                case Origin.Term:
                    // An address plus something leads to the same block.
                    Collect(info.Base, isPart, true, depth + 1);
                    Collect(info.Index, isPart, true, depth + 1);
                    break;
                case Origin.NewArray:
                    foreach (var place in world.Places.Where(p => p.Key.Kind == PlaceKind.Element && p.Key.Base == self).ToList())
                    {
                        Collect(place.Value, false, isWithin, depth + 1);
                    }

                    break;
            }
        }
    }

    private static Value ValueOf(Call call, Target target, World world, Evaluator evaluator) =>
        target.Path is not null ? evaluator.Navigate(call, target, world)
        : target.Kind == TargetKind.Parameter ? call[target.Ordinal]?.Before ?? Value.Zero
        : call.Receiver;

    // Said of elements of whatever type: those of a span of what is held are its names, and not its content.
    private static bool IsOfAnything(Call call, Target target)
    {
        var type = target.IsReceiver ? call.Method.ContainingType?.OriginalDefinition
            : target.Kind == TargetKind.Parameter && (call.Method.ReducedFrom ?? call.Method).OriginalDefinition.Parameters is var parameters && target.Ordinal < parameters.Length
                ? parameters[target.Ordinal].Type
                : null;
        return type is IArrayTypeSymbol { ElementType: ITypeParameterSymbol } or INamedTypeSymbol { IsRefLikeType: true, TypeArguments: { Length: 1 } } &&
            (type is IArrayTypeSymbol || ((INamedTypeSymbol)type).TypeArguments[0] is ITypeParameterSymbol);
    }

    // Code nobody described, which has something to find a lock by.
    private static bool MayLock(Call call) => call is { Contract: null, Summary: null } && !ClassLibrary.Has(call.Method.ContainingType) &&
        (call.Instance is not null || call.Arguments.Any(a => a.Parameter.Type is { IsReferenceType: true } type && !IsMereData(type)));

    // From numbers and texts, nothing leads anywhere.
    private static bool IsMereData(ITypeSymbol type) =>
        type.SpecialType == SpecialType.System_String || (type is IArrayTypeSymbol { ElementType: { } element } && (element.IsUnmanagedType || IsMereData(element)));

    // What may happen to an argument that the callee's contract, or what was read off its body, says nothing of; null when that says all.
    private static Access? Undescribed(Call call, IParameterSymbol parameter)
    {
        if (call.Contract is { } contract)
        {
            return Describes(contract, Target.Parameter(parameter.Ordinal)) ? null : IsReadOnlyView(parameter.Type) ? Access.Read : Access.Somehow;
        }

        return call.Summary is not null ? null
            : IsReadOnlyView(parameter.Type) ? Access.Read
            : IsViewOfPlain(parameter.Type) || ClassLibrary.Has(call.Method.ContainingType) ? Access.Somehow
            : Access.Anything;
    }

    private static Access? UndescribedReceiver(Call call) =>
        call.Contract is { } contract ? Describes(contract, Target.Receiver) || contract.TellsHeld is { Target.Kind: TargetKind.Receiver } ? null : Access.Somehow
        : call.Summary is not null ? null
        : ClassLibrary.Has(call.Method.ContainingType) ? Access.Somehow
        : Access.Anything;

    private static bool Describes(MemberContract contract, Target target) =>
        contract.Accesses.Any(a => a.Target == target) || contract.MarksDirty.Any(d => d.Target == target) || contract.Acquires.Any(a => a.Target == target) ||
        contract.Releases.Any(r => r.Target == target) || contract.SameAs.Any(s => s.Source == target);

    private static bool IsReadOnlyView(ITypeSymbol type) => type.Name == "ReadOnlySpan" && IsViewOfPlain(type);

    private static bool IsViewOfPlain(ITypeSymbol type) =>
        type is INamedTypeSymbol { IsRefLikeType: true, TypeArguments: { Length: 1 } elements } && elements[0].IsUnmanagedType;
}
