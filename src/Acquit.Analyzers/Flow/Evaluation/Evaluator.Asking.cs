using Acquit.Analyzers.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Acquit.Analyzers.Flow;

// What objects and structs of this method tell of what their fields name.
internal sealed partial class Evaluator
{
    private AskedFields? _askedFields;

    private AskedFields AskedFields => _askedFields ??= new AskedFields();

    /// <summary>What a member answers that looks whether a field is null; null for any other.</summary>
    private Value? AnswerAboutField(IOperation asked, IMethodSymbol? member, IOperation? instance, World world) =>
        world.Resources.Count > 0 && member is not null && instance is not null && _context.Contracts.Of(member) is null &&
        AskedFields.QuestionOf(member, _context.Compilation, _context.CancellationToken) is { Field: var field, IsNull: var isNull }
            ? Boolean(new Comparison(isNull ? TestOperator.Equal : TestOperator.NotEqual, ReadMember(asked, field, instance, world), Value.Zero))
            : null;

    /// <summary>
    /// A member is asked whose answer may tell whether a field names anything, besides other things: whether something is held there, where
    /// nothing but that tells it, is not known from then on. What a member takes or gives back itself, its summary tells.
    /// </summary>
    private void LeaveToAnswer(IMethodSymbol? member, IOperation? instance, World world)
    {
        if (member is null || instance is not (ILocalReferenceOperation or IParameterReferenceOperation or IInstanceReferenceOperation or IFieldReferenceOperation { Instance: null or IInstanceReferenceOperation }) ||
            !world.Resources.Exists(IsToldByNull))
        {
            return;
        }

        LeaveToAnswer(member, BaseOf(instance, world), world);
    }

    private void LeaveToAnswer(IMethodSymbol member, Value whole, World world)
    {
        foreach (var place in world.Places.Where(p => p.Key.Kind == PlaceKind.Member && p.Key.Base == whole && world.Resources.Exists(r => r.Key == p.Value && IsToldByNull(r))).ToList())
        {
            if (Symbols.Interned(place.Key.Id) is { } field && AskedFields.MayTell(member, field, _context.Compilation, _context.CancellationToken) &&
                _context.Summaries.Of(member, isTracked: true, _context.CancellationToken) is null or { Acquires.IsEmpty: true, Releases.IsEmpty: true })
            {
                world.Change(r => r.Key == place.Value && IsToldByNull(r), r => r with { Unsure = true });
            }
        }
    }

    private static bool IsToldByNull(Resource resource) =>
        resource is { Status: Status.Maybe, Unsure: false, Conditions: { IsEmpty: false } conditions } &&
        conditions.All(c => c is Comparison { Operator: TestOperator.NotEqual, Left: var left, Right: { IsConstant: true, Offset: 0 } } && left == resource.Key);
}
