using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Flow.Summaries;

/// <summary>
/// What a method answers where a field of the object, or of the struct, that it works on is null when it begins: whoever passes one
/// with nothing in it gets no other answer, and what he does after another does not run.
/// </summary>
internal sealed class AnswersToNothing
{
    private readonly IMethodSymbol _method;
    private readonly FlowContext _context;
    private readonly EffectReader _reader;
    private readonly PassedParts _parts;
    private readonly IReadOnlyList<Outcome> _outcomes;

    private AnswersToNothing(IMethodSymbol method, FlowContext context, EffectReader reader, PassedParts parts, IReadOnlyList<Outcome> outcomes)
    {
        _method = method;
        _context = context;
        _reader = reader;
        _parts = parts;
        _outcomes = outcomes;
    }

    /// <param name="outcomes">Each with a constant as its answer.</param>
    public static ImmutableArray<(Target Member, AnswerRange Answers)> Of(
        IMethodSymbol method, FlowContext context, EffectReader reader, PassedParts parts, IReadOnlyList<Outcome> outcomes) =>
        new AnswersToNothing(method, context, reader, parts, outcomes).Find().ToImmutableArray();

    private IEnumerable<(Target Member, AnswerRange Answers)> Find()
    {
        if (_method is { IsStatic: false, ContainingType.TypeKind: TypeKind.Class, MethodKind: MethodKind.Ordinary })
        {
            foreach (var found in OfMembers(_method.ContainingType, Target.Receiver, new Value(_context.Symbols.Get(Origin.This), 0)))
            {
                yield return found;
            }
        }

        foreach (var parameter in _method.Parameters.Where(p => p.RefKind == RefKind.Ref && Evaluator.IsStruct(p.Type)))
        {
            foreach (var found in OfMembers(parameter.Type, Target.Parameter(parameter.Ordinal), _reader.Entry(parameter)))
            {
                yield return found;
            }
        }
    }

    private IEnumerable<(Target Member, AnswerRange Answers)> OfMembers(ITypeSymbol type, Target whole, Value entry)
    {
        bool? isOnlyLookedInto = null;
        foreach (var field in type.GetMembers().OfType<IFieldSymbol>().Where(f => f is { IsStatic: false, Type.IsReferenceType: true, IsVolatile: false }))
        {
            var before = new Value(_context.Symbols.Get(Origin.Member, member: field, @base: entry), 0);
            var left = _outcomes.Where(o => o.World.Facts.Evaluate(TestOperator.NotEqual, before, Value.Zero) != Truth.True).Select(o => o.Returned!.Value.Offset).ToList();
            if (left.Count == 0 || left.Count == _outcomes.Count)
            {
                continue;
            }

            if (!(isOnlyLookedInto ??= _parts.IsOnlyLookedInto(whole)))
            {
                yield break;
            }

            yield return (whole with { Path = new MemberPath(ImmutableArray.Create<ISymbol>(field), false) }, new AnswerRange(left.Min(), left.Max()));
        }
    }
}
