using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Flow;
using Acquit.CodeFixes.Trying;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.CodeFixes.Releasing;

/// <summary>Writes the statements that release what a private field holds, in any member of its type.</summary>
internal sealed class FieldRelease
{
    private readonly AnalyzedFile _file;
    private readonly Acquisition _acquisition;
    private readonly Resource _resource;

    private FieldRelease(AnalyzedFile file, Acquisition acquisition, Resource resource, IFieldSymbol field)
    {
        _file = file;
        _acquisition = acquisition;
        _resource = resource;
        Field = field;
        Name = IsQualified() ? "this." + field.Name : field.Name;
    }

    public IFieldSymbol Field { get; }

    /// <summary>The field as its type writes it.</summary>
    public string Name { get; }

    /// <summary>Null when what the field holds is not what was acquired, or only a part of it.</summary>
    public static FieldRelease? Of(AnalyzedFile file, Finding finding) =>
        finding is { Field: IFieldSymbol { IsImplicitlyDeclared: false } field, Resource: { Gathered: false, Shrunk: false, PendingRelease: null, IsContainer: false } resource } &&
        Acquisition.Of(file, resource) is { Clause: { Target.Path: null, Count: null } } acquisition
            ? new FieldRelease(file, acquisition, resource, field)
            : null;

    /// <summary>The calls that give it back; what they are told must mean the same in every member.</summary>
    /// <param name="holder">The field, or a variable that took over its content.</param>
    /// <param name="scope">A position at which names mean what they mean where the call is to stand.</param>
    public IEnumerable<ReleaseCall> Calls(string holder, int scope)
    {
        var held = new Held(SyntaxFactory.IdentifierName(Field.Name), null);
        return new ReleaseCalls(_file, _acquisition, _resource, _acquisition.Call.Span.End, scope).For(held)
            .Where(call => MeansTheSameEverywhere(call.Text, scope))
            .Select(call => holder == Field.Name ? call : call with { Text = Renamed(call.Text, holder) });
    }

    /// <summary>
    /// Statements that release it, whatever the field holds by then: the plainest first that do no harm when there is nothing in it,
    /// and leave nothing in it.
    /// </summary>
    /// <param name="isSet">Whether the field is known to hold something.</param>
    public IEnumerable<IReadOnlyList<Statement>> Statements(ReleaseCall call, bool isSet, int scope)
    {
        var plain = new Statement(null, new[] { call.Statement });
        if (Empty(scope) is not { } empty)
        {
            if (isSet)
            {
                yield return new[] { plain };
            }
            else if (Query() is { } query)
            {
                yield return new[] { plain with { Condition = $"{Name}.{query}" } };
            }
            else if (call.Name == nameof(IDisposable.Dispose) && call.Text == $"{Name}.Dispose()")
            {
                // There is nothing to dispose of in a struct that was never set.
                yield return new[] { plain };
            }

            yield break;
        }

        var condition = call.TakesFailure || isSet ? null
            : empty == "null" && _acquisition.IsTestedByPattern ? $"{Name} is not null"
            : $"{Name} != {empty}";
        if (!Field.IsReadOnly)
        {
            var reset = $"{Name} = {empty};";
            var guard = call.TakesFailure ? null : condition ?? $"{Name} != {empty}";
            yield return guard is null
                ? new[] { plain, new Statement(null, new[] { reset }) }
                : new[] { new Statement(guard, new[] { call.Statement, reset }) };
        }

        yield return new[] { plain with { Condition = condition } };
    }

    /// <summary>What a field of the type is when nothing is in it; null for structs.</summary>
    private string? Empty(int scope)
    {
        switch (Field.Type)
        {
            case { TypeKind: TypeKind.Pointer or TypeKind.FunctionPointer } or { IsReferenceType: true }:
                return "null";
            case { SpecialType: SpecialType.System_IntPtr or SpecialType.System_UIntPtr }:
                var type = Field.DeclaringSyntaxReferences.Select(r => r.GetSyntax(_file.CancellationToken)).OfType<VariableDeclaratorSyntax>()
                    .Select(v => v.Parent).OfType<VariableDeclarationSyntax>().FirstOrDefault()?.Type.ToString();
                return type is "nint" or "nuint" || type is null ? "0"
                    : type.EndsWith("UIntPtr", StringComparison.Ordinal) ? "UIntPtr.Zero" : IsNamed("IntPtr", scope) ? "IntPtr.Zero" : "default";
            default:
                return null;
        }
    }

    private bool IsQualified()
    {
        if (Field.IsStatic || _file.Root.FindNode(_acquisition.Call.Span).FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } type)
        {
            return false;
        }

        var names = type.DescendantNodes().OfType<IdentifierNameSyntax>().Where(n => n.Identifier.ValueText == Field.Name).ToLookup(n => n.Parent switch
        {
            MemberAccessExpressionSyntax access when access.Name == n => access.Expression is ThisExpressionSyntax,
            _ => false,
        });
        return names[true].Count() > names[false].Count();
    }

    private bool IsNamed(string type, int scope) => !_file.Model.LookupNamespacesAndTypes(scope, name: type).IsEmpty;

    // The property of a struct that tells whether there is anything in it.
    private string? Query() => Field.Type.GetMembers().OfType<IPropertySymbol>().FirstOrDefault(property =>
        property.GetMethod is { } getter && _file.Contracts.Of(getter) is { TellsHeld: { } told } && told.Target == Target.Receiver && told.Kind == _resource.Kind &&
        told.When == TellClause.IsTrue)?.Name;

    private bool MeansTheSameEverywhere(string call, int scope)
    {
        var written = SyntaxFactory.ParseExpression(call);
        foreach (var name in written.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>())
        {
            if (name.Parent is MemberAccessExpressionSyntax access && access.Name == name || name.Parent is InvocationExpressionSyntax or NameColonSyntax ||
                name.Identifier.ValueText == Field.Name)
            {
                continue;
            }

            var symbols = _file.Model.LookupSymbols(scope, name: name.Identifier.ValueText);
            if (symbols.IsEmpty || !symbols.All(MeansTheSameEverywhere))
            {
                return false;
            }
        }

        return true;
    }

    // What a type is declared with is there in all its members.
    private bool MeansTheSameEverywhere(ISymbol symbol) => symbol switch
    {
        INamespaceOrTypeSymbol or IFieldSymbol { IsReadOnly: true } or IFieldSymbol { IsConst: true } or IPropertySymbol { SetMethod: null } => true,
        IParameterSymbol { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } constructor, RefKind: RefKind.None } parameter =>
            constructor.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(_file.CancellationToken) is TypeDeclarationSyntax type &&
            !type.DescendantNodes().OfType<AssignmentExpressionSyntax>().Any(a => a.Left is IdentifierNameSyntax name && name.Identifier.ValueText == parameter.Name),
        _ => false,
    };

    private string Renamed(string call, string holder)
    {
        var written = SyntaxFactory.ParseExpression(call);
        return written.ReplaceNodes(
            written.DescendantNodes().OfType<IdentifierNameSyntax>().Where(n => n.Identifier.ValueText == Field.Name && !(n.Parent is MemberAccessExpressionSyntax access && access.Name == n)),
            (name, _) => name.WithIdentifier(SyntaxFactory.Identifier(name.GetLeadingTrivia(), holder, name.GetTrailingTrivia()))).ToString();
    }
}

/// <summary>Statements to be written, under a condition or without one.</summary>
internal sealed record Statement(string? Condition, IReadOnlyList<string> Lines);
