using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Flow.Summaries;

/// <summary>What the elements of a tuple are that a method returns, as far as what it was given tells that.</summary>
internal sealed class TupleParts
{
    private readonly IMethodSymbol _method;
    private readonly SymbolTable _symbols;
    private readonly EffectReader _reader;
    private readonly Distinction _distinction;
    private readonly IReadOnlyList<Outcome> _outcomes;

    public TupleParts(IMethodSymbol method, SymbolTable symbols, EffectReader reader, Distinction distinction, IReadOnlyList<Outcome> outcomes)
    {
        _method = method;
        _symbols = symbols;
        _reader = reader;
        _distinction = distinction;
        _outcomes = outcomes;
    }

    public static ImmutableArray<IFieldSymbol> Of(IMethodSymbol method) =>
        method.ReturnType is INamedTypeSymbol { IsTupleType: true } tuple ? tuple.TupleElements : ImmutableArray<IFieldSymbol>.Empty;

    /// <summary>Elements that are what was passed, whatever way the method returns.</summary>
    public ImmutableArray<(Target, Target)> Aliases()
    {
        var found = ImmutableArray.CreateBuilder<(Target, Target)>();
        foreach (var element in Of(_method))
        {
            if (_reader.Part(element, _outcomes[0]) is { IsConstant: false, Offset: 0 } value && _outcomes.All(o => _reader.Part(element, o) == value) &&
                _symbols[value.Symbol].Origin == Origin.Parameter && _reader.Entered(value) is { Kind: TargetKind.Parameter } source)
            {
                found.Add((PartOf(element), source));
            }
        }

        return found.ToImmutable();
    }

    /// <summary>Elements that are one number or another, and when each of these.</summary>
    public ImmutableArray<(Target, long, Condition)> Told()
    {
        var found = ImmutableArray.CreateBuilder<(Target, long, Condition)>();
        foreach (var element in Of(_method).Where(e => OnlyAnswers.IsNumber(e.Type)))
        {
            var values = _outcomes.Select(o => _reader.Part(element, o)).ToList();
            foreach (var number in values.OfType<Value>().Where(v => v.IsConstant).Distinct())
            {
                var these = _outcomes.Where((_, i) => values[i] == number).ToList();
                if (_distinction.Between(these, _outcomes.Except(these).ToList()) is { } when)
                {
                    found.Add((PartOf(element), number.Offset, when));
                }
            }
        }

        return found.ToImmutable();
    }

    private static Target PartOf(IFieldSymbol element) => new(TargetKind.Return, -1, new MemberPath(ImmutableArray.Create<ISymbol>(element), false));
}
