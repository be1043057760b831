using Acquit.Analyzers.Configuration;
using Acquit.Analyzers.Contracts.Binding;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Acquit.Analyzers.Flow;

/// <summary>
/// Loops that only compute, are left only where their condition fails, and touch nothing but what is there: whatever their rounds come
/// to, what is held behind them is what was held before. Their rounds need not be walked through.
/// </summary>
internal sealed class IdleLoops
{
    private readonly FlowContext _context;
    private readonly ControlFlowGraph _graph;
    private readonly Loops _loops;
    private readonly PlainLoops _plainLoops;
    private readonly bool _isAsked;
    private readonly Dictionary<int, Reads?> _reads = new();

    public IdleLoops(ControlFlowGraph graph, FlowContext context, Loops loops, PlainLoops plainLoops)
    {
        _graph = graph;
        _context = context;
        _loops = loops;
        _plainLoops = plainLoops;

        // A summary tells what becomes of what is passed; where content, collections or exceptions count, so does a look.
        _isAsked = !context.IsStraight && !context.IsSummary && context is { Contents: null, Collections: null, CameTo: null, OwnContract: null } && context.Options.Throwers != Throwers.All;
    }

    // What the rounds read: as it is, or only to get at a part of it that is a number.
    private sealed class Reads
    {
        public HashSet<Place> Whole { get; } = new();

        public HashSet<Place> Parts { get; } = new();

        public bool HasMembers { get; set; }

        /// <summary>Elements of arrays or spans are changed.</summary>
        public bool WritesElements { get; set; }
    }

    /// <summary>Whether the rounds of the loop that begins at a block leave everything as it is in a world that has come there.</summary>
    public bool IsIdle(int head, World world)
    {
        if (!_isAsked || !_loops.IsHead(head))
        {
            return false;
        }

        if (!_reads.TryGetValue(head, out var reads))
        {
            _reads.Add(head, reads = _plainLoops.IsPlain(head) && IsLeftByItsCondition(head) ? ReadIn(head) : null);
        }

        if (reads is null)
        {
            return false;
        }

        if (reads.WritesElements && KnowsElements(world))
        {
            return false;
        }

        foreach (var resource in world.Resources)
        {
            if (resource.Foreign || (reads.HasMembers && !resource.IsLive) || AnyLeadsTo(reads.Whole, resource, world) ||
                ((resource.IsContainer || !resource.IsLive) && AnyLeadsTo(reads.Parts, resource, world)))
            {
                return false;
            }
        }

        return true;
    }

    // What an element is known to be would have to be forgotten.
    private bool KnowsElements(World world)
    {
        foreach (var pair in world.Places)
        {
            if (pair.Key.Kind == PlaceKind.Element)
            {
                return true;
            }
        }

        foreach (var symbol in world.Facts.Symbols)
        {
            if (_context.Symbols.RestsOn(symbol, s => _context.Symbols[s].Origin == Origin.Element))
            {
                return true;
            }
        }

        return false;
    }

    private bool AnyLeadsTo(HashSet<Place> places, Resource resource, World world)
    {
        foreach (var place in places)
        {
            if (world.Places.TryGetValue(place, out var value) && !value.IsConstant &&
                (_context.Symbols.RestsOn(value.Symbol, resource.Key.Symbol) || _context.Symbols.RestsOn(resource.Key.Symbol, value.Symbol)))
            {
                return true;
            }
        }

        return false;
    }

    // Nobody catches what may be thrown in it, either.
    private bool IsLeftByItsCondition(int head)
    {
        if (MethodFlow.IsInsideCatch(_graph.Blocks[head].EnclosingRegion))
        {
            return false;
        }

        for (var i = head; i <= _loops.Last[head]; i++)
        {
            var block = _graph.Blocks[i];
            foreach (var branch in new[] { block.FallThroughSuccessor, block.ConditionalSuccessor })
            {
                if (branch is not null && (branch.Semantics != ControlFlowBranchSemantics.Regular || branch.Destination is null || (i != head && (!branch.FinallyRegions.IsEmpty || _loops.IsOut(head, branch)))))
                {
                    return false;
                }
            }
        }

        return _graph.Blocks[head] is { ConditionKind: not ControlFlowConditionKind.None, FallThroughSuccessor: { } one, ConditionalSuccessor: { } other } && _loops.IsOut(head, one) != _loops.IsOut(head, other);
    }

    private Reads? ReadIn(int head)
    {
        var reads = new Reads();
        for (var i = head; i <= _loops.Last[head]; i++)
        {
            var block = _graph.Blocks[i];
            foreach (var operation in block.Operations)
            {
                if (!Read(operation, reads))
                {
                    return null;
                }
            }

            if (block.BranchValue is { } value && !Read(value, reads))
            {
                return null;
            }
        }

        return reads;
    }

    private bool Read(IOperation operation, Reads reads)
    {
        foreach (var each in operation.DescendantsAndSelf())
        {
            switch (each)
            {
                case IInvocationOperation { IsImplicit: false }:
                case IAssignmentOperation { Target: IFieldReferenceOperation or IPropertyReferenceOperation { Arguments.IsEmpty: true } }:
                case IIncrementOrDecrementOperation { Target: IFieldReferenceOperation or IPropertyReferenceOperation { Arguments.IsEmpty: true } }:
                case IFlowCaptureOperation { Value: IFieldReferenceOperation or IPropertyReferenceOperation { Arguments.IsEmpty: true } } captured when IsWrittenThrough(captured):
                    return false;
                case IAssignmentOperation { Target: not (ILocalReferenceOperation or IParameterReferenceOperation) }:
                case IIncrementOrDecrementOperation { Target: not (ILocalReferenceOperation or IParameterReferenceOperation) }:
                    reads.WritesElements = true;
                    break;
                case ILocalReferenceOperation local:
                    Note(Place.Variable(_context.Symbols.Intern(local.Local)), local);
                    break;
                case IParameterReferenceOperation parameter:
                    Note(Place.Variable(_context.Symbols.Intern(parameter.Parameter)), parameter);
                    break;
                case IFlowCaptureReferenceOperation capture:
                    Note(Place.Temporary(capture.Id), capture);
                    break;
                case IFieldReferenceOperation field when !IsNumber(field.Type):
                    if (!IsForPart(field))
                    {
                        return false;
                    }

                    reads.HasMembers = true;
                    break;
                case IInstanceReferenceOperation instance when instance.Parent is not IMemberReferenceOperation:
                    return false;
            }
        }

        return true;

        void Note(Place place, IOperation read) => (IsForPart(read) ? reads.Parts : reads.Whole).Add(place);
    }

    // A field stands there by itself, to be assigned to once the value is known.
    private bool IsWrittenThrough(IFlowCaptureOperation captured) => _graph.Blocks.Any(b => b.Operations.Any(o => o.DescendantsAndSelf().Any(part =>
        (part is IAssignmentOperation { Target: IFlowCaptureReferenceOperation target } && target.Id.Equals(captured.Id)) ||
        (part is IIncrementOrDecrementOperation { Target: IFlowCaptureReferenceOperation stepped } && stepped.Id.Equals(captured.Id)))));

    // Of an array, a span or an object, only an element or a property that is a number.
    private static bool IsForPart(IOperation read) => read.Parent switch
    {
        IConversionOperation { OperatorMethod: null } conversion => IsForPart(conversion),
        IArrayElementReferenceOperation element => element.ArrayReference == read && IsNumber(element.Type),
        IPropertyReferenceOperation property => property.Instance == read && IsNumber(property.Type),
        IInvocationOperation { IsImplicit: true } call => call.Instance == read,
        _ => false,
    };

    private static bool IsNumber(ITypeSymbol? type) =>
        OperandTypes.IsPlain(type) && type!.SpecialType != SpecialType.System_String;
}
