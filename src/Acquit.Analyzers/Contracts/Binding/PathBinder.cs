using System.Collections.Immutable;
using Acquit.Analyzers.Contracts.Language;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Contracts.Binding;

/// <summary>Finds the member of a target that a clause leads on to.</summary>
internal readonly struct PathBinder
{
    private readonly IMethodSymbol _method;
    private readonly List<ContractError> _errors;

    public PathBinder(IMethodSymbol method, List<ContractError> errors)
    {
        _method = method;
        _errors = errors;
    }

    /// <summary>Null, and an error, where there is no such member.</summary>
    public MemberPath? Bind(Phrase phrase, Target target)
    {
        var type = target.Kind switch
        {
            TargetKind.Parameter => _method.Parameters[target.Ordinal].Type,
            TargetKind.Receiver => _method.ContainingType,
            _ => null,
        };
        var members = ImmutableArray.CreateBuilder<ISymbol>();
        foreach (var name in phrase.Text.Split('.').Select(n => n.Trim()))
        {
            if (type is IErrorTypeSymbol)
            {
                return null;
            }

            if (type is null || MembersOf(type, name).FirstOrDefault() is not { } member)
            {
                _errors.Add(phrase.Error(type is null && !_method.ContainingType.GetMembers(name).IsEmpty
                    ? $"{MethodName.Quoted(_method)} is static, so there is nothing that '{name}' could be a member of"
                    : $"'{name}' is not a field or property of '{OperandTypes.Display(type ?? _method.ContainingType)}'"));
                return null;
            }

            members.Add(member.OriginalDefinition);
            type = (member as IPropertySymbol)?.Type ?? ((IFieldSymbol)member).Type;
        }

        return new MemberPath(members.ToImmutable(), isNew: false);
    }

    private static IEnumerable<ISymbol> MembersOf(ITypeSymbol type, string name)
    {
        for (ITypeSymbol? declaring = type; declaring is not null; declaring = declaring.BaseType)
        {
            foreach (var member in declaring.GetMembers(name))
            {
                if (member is IPropertySymbol { IsStatic: false, Parameters.IsEmpty: true } or IFieldSymbol { IsStatic: false })
                {
                    yield return member;
                }
            }
        }
    }
}
