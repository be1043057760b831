using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Contracts.Reading;
using Acquit.Analyzers.Flow;
using Acquit.Analyzers.Rules;
using Acquit.CodeFixes.Trying;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.CodeFixes.Releasing;

/// <summary>A call that releases, as it is to be written.</summary>
/// <param name="TakesFailure">Whether it does nothing when it is given what a failed acquire returns.</param>
internal sealed record ReleaseCall(string Name, string Text, bool TakesFailure)
{
    public string Statement => Text + ";";
}

/// <summary>What names the resource and its number where the release is to stand.</summary>
internal sealed record Held(ExpressionSyntax? Holder, ExpressionSyntax? Count);

/// <summary>Writes the calls that release what an acquire took, the recommended one first.</summary>
internal sealed class ReleaseCalls
{
    private readonly AnalyzedFile _file;
    private readonly Acquisition _acquisition;
    private readonly Resource _resource;
    private readonly int _place;
    private readonly int _scope;

    /// <param name="place">Where the release is to stand.</param>
    /// <param name="scope">Where names mean what they mean there.</param>
    public ReleaseCalls(AnalyzedFile file, Acquisition acquisition, Resource resource, int place, int scope)
    {
        _scope = scope;
        _resource = resource;
        _file = file;
        _acquisition = acquisition;
        _place = place;
    }

    private string Kind => _acquisition.Clause.Kind;

    /// <summary>Calls that bind to a release of the kind at the place. They may still be wrong there for other reasons.</summary>
    public IEnumerable<ReleaseCall> For(Held held)
    {
        foreach (var method in Methods(held.Holder))
        {
            var clause = _file.Contracts.Of(method)!.Releases.First(r => r.Kind == Kind && !r.Consumes);
            if (Arguments(method, clause, held) is not { } arguments)
            {
                continue;
            }

            foreach (var receiver in Receivers(method, clause, held))
            {
                var text = $"{receiver}{method.Name}({string.Join(", ", arguments)})";
                if (Binds(text, method))
                {
                    yield return new ReleaseCall(method.Name, text, TakesFailure(clause));
                    break;
                }
            }
        }
    }

    /// <summary>The releases of the kind: by the recommended names, on the types at hand and wherever contracts name them.</summary>
    public IEnumerable<IMethodSymbol> Methods(ExpressionSyntax? holder)
    {
        var names = ReleaseNames.Of(_resource, _file.Contracts).Select(MemberKey.LastPart).Distinct(StringComparer.Ordinal).ToList();
        var types = new[]
        {
            TypeAt(_acquisition.Receiver), _acquisition.Method.ContainingType, holder is null ? null : TypeAt(holder),
        };
        var elsewhere = _file.Contracts.ReleasesOf(Kind).Select(_file.Current).OfType<IMethodSymbol>().ToList();
        return names
            .SelectMany(name => types.OfType<ITypeSymbol>().SelectMany(Lineage).SelectMany(t => t.GetMembers(name)).OfType<IMethodSymbol>()
                .Concat(elsewhere.Where(m => m.Name == name)))
            .Concat(elsewhere.Where(m => !names.Contains(m.Name)))
            .Where(m => m.MethodKind == MethodKind.Ordinary)
            .Where(m => _file.Contracts.Of(m)?.Releases.Any(r => r.Kind == Kind && !r.Consumes) == true)
            .Distinct<IMethodSymbol>(SymbolEqualityComparer.Default);
    }

    private static IEnumerable<ITypeSymbol> Lineage(ITypeSymbol type)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            yield return current;
        }

        foreach (var contract in type.AllInterfaces)
        {
            yield return contract;
        }
    }

    private ITypeSymbol? TypeAt(ExpressionSyntax? expression)
    {
        if (expression is null)
        {
            return null;
        }

        var info = _file.Model.GetSpeculativeTypeInfo(_scope, expression, SpeculativeBindingOption.BindAsExpression);
        if (info.Type is { TypeKind: not TypeKind.Error } type)
        {
            return type;
        }

        var named = _file.Model.GetSpeculativeSymbolInfo(_scope, expression, SpeculativeBindingOption.BindAsTypeOrNamespace);
        return named.Symbol as ITypeSymbol;
    }

    private List<string>? Arguments(IMethodSymbol method, ReleaseClause clause, Held held)
    {
        var arguments = new List<string>();
        var isNamed = false;
        foreach (var parameter in method.Parameters)
        {
            var argument = Argument(parameter, clause, held);
            if (argument is null)
            {
                if (!parameter.IsOptional && !parameter.IsParams)
                {
                    return null;
                }

                // What is left out in the middle makes the rest named.
                isNamed = true;
                continue;
            }

            arguments.Add(isNamed ? parameter.Name + ": " + argument : argument);
        }

        return arguments;
    }

    private string? Argument(IParameterSymbol parameter, ReleaseClause clause, Held held)
    {
        if (clause.Target == Target.Parameter(parameter.Ordinal))
        {
            var modifier = parameter.RefKind == RefKind.Ref ? "ref " : "";
            return held.Holder is { } holder ? modifier + holder : null;
        }

        if (clause.Count is { Kind: OperandKind.Parameter } count && count.Ordinal == parameter.Ordinal)
        {
            return held.Count?.ToString() ?? (_resource.IsContainer && held.Holder is { } all ? all + ".Length"
                : _acquisition.Clause.Count is null ? "1" : null);
        }

        // The same thing as the acquire was told: the size, the direction, the device.
        var given = _acquisition.Method.Parameters.FirstOrDefault(p =>
            p.Name == parameter.Name && SymbolEqualityComparer.Default.Equals(p.Type, parameter.Type));
        return given is not null && !parameter.IsOptional && _acquisition.Argument(given.Ordinal) is { } argument &&
               _acquisition.IsStable(argument, _place)
            ? argument.ToString()
            : null;
    }

    private IEnumerable<string> Receivers(IMethodSymbol method, ReleaseClause clause, Held held)
    {
        if (clause.Target.Kind == TargetKind.Receiver)
        {
            return held.Holder is { } holder ? new[] { holder + "." } : Enumerable.Empty<string>();
        }

        var written = _acquisition.Receiver is { } receiver && _acquisition.IsStable(receiver, _place)
            ? new[] { receiver + "." }
            : Enumerable.Empty<string>();
        return method.IsStatic
            ? written.Concat(new[] { "", method.ContainingType.ToMinimalDisplayString(_file.Model, _scope) + "." })
            : _acquisition.Receiver is null ? new[] { "" } : written;
    }

    // Freeing null does nothing, and null is what the allocation failed with.
    private bool TakesFailure(ReleaseClause clause) =>
        _acquisition.Clause is { Target.Kind: TargetKind.Return, Count: null, When.Tests: { Length: 1 } acquired } &&
        clause.When.Tests is { Length: 1 } released &&
        acquired[0].Left.Kind == OperandKind.Return && released[0].Left == Operand.Parameter(clause.Target.Ordinal) &&
        acquired[0].Operator == released[0].Operator && acquired[0].Right == released[0].Right;

    private bool Binds(string text, IMethodSymbol method)
    {
        var call = SyntaxFactory.ParseExpression(text);
        var bound = _file.Model.GetSpeculativeSymbolInfo(_scope, call, SpeculativeBindingOption.BindAsExpression).Symbol;
        return SymbolEqualityComparer.Default.Equals(bound?.OriginalDefinition, method.OriginalDefinition);
    }
}
