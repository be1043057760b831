using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;
using Acquit.CodeFixes.Releasing;
using Acquit.CodeFixes.Trying;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;

namespace Acquit.CodeFixes.Contracts;

/// <summary>Contracts by which what a method holds when it is left is somebody else's.</summary>
/// <param name="Edit">What writes it.</param>
/// <param name="Proof">
/// What writes it so that the body is held to it: that a resource may be left held, which is handed on to the callers, would excuse the body
/// from taking it at all.
/// </param>
internal sealed record Ownership(string Title, IReadOnlyList<TextChange> Edit, IReadOnlyList<TextChange> Proof)
{
    /// <summary>The plainest first.</summary>
    /// <param name="isUnsettled">Whether the acquire may have failed where the method is left.</param>
    public static IEnumerable<Ownership> Of(AnalyzedFile file, Acquisition acquisition, bool isUnsettled) =>
        TakenOver(file, acquisition).Concat(isUnsettled ? Enumerable.Empty<Ownership>() : LeftToCallers(file, acquisition));

    // By native functions, of which nothing else can be known; whatever has a body is judged by that.
    private static IEnumerable<Ownership> TakenOver(AnalyzedFile file, Acquisition acquisition)
    {
        if (acquisition.Holder is not IdentifierNameSyntax holder || acquisition.Call.FirstAncestorOrSelf<MemberDeclarationSyntax>() is not { } member)
        {
            yield break;
        }

        foreach (var argument in member.DescendantNodes().OfType<ArgumentSyntax>().Where(a => a.SpanStart > acquisition.Call.Span.End && a.Expression.ToString() == holder.ToString()))
        {
            if (file.Model.GetOperation(argument, file.CancellationToken) is IArgumentOperation { Parameter: { RefKind: RefKind.None, ContainingSymbol: IMethodSymbol callee } parameter } &&
                IsNative(callee) && file.Contracts.Of(callee) is null && DeclarationIn(file, callee) is { } declaration &&
                Write(file, declaration, callee, Consuming(parameter, acquisition)) is { } edit)
            {
                yield return new Ownership($"Say that '{callee.Name}' takes '{holder}' over", edit, edit);
            }
        }
    }

    private static IEnumerable<Ownership> LeftToCallers(AnalyzedFile file, Acquisition acquisition)
    {
        if (acquisition.Call.FirstAncestorOrSelf<SyntaxNode>(n => n is MemberDeclarationSyntax or LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax) is not MethodDeclarationSyntax declaration ||
            file.Model.GetDeclaredSymbol(declaration, file.CancellationToken) is not { IsOverride: false, IsVirtual: false, PartialDefinitionPart: null, PartialImplementationPart: null } method ||
            TargetOf(acquisition, method, file) is not { } target || (file.Contracts.Of(method) is not null && !file.Contracts.IsWrittenFor(method)) || IsOfInterface(method))
        {
            yield break;
        }

        var name = target.Kind == TargetKind.Parameter ? method.Parameters[target.Ordinal].Name : "this";
        var words = new ContractWords(method, file.Contracts);
        var besides = Besides(method, target, acquisition.Clause.Kind, file);
        if (!besides.Doubtful.IsEmpty)
        {
            yield break;
        }

        foreach (var when in Conditions(method))
        {
            var clause = acquisition.Clause with { Target = target, When = when, Because = null };
            var condition = words.Of(when) is { } said ? $", when '{said}'" : "";
            if (Write(file, declaration, method, besides with { Acquires = besides.Acquires.Add(clause) }) is { } edit)
            {
                var owed = besides with { Acquires = besides.Acquires.Add(clause with { IsOptional = false }) };
                yield return new Ownership($"Leave '{name}' to the callers{condition}", edit, clause.IsOptional ? Write(file, declaration, method, owed)! : edit);
            }
        }
    }

    // Whoever reads a contract does not look into the body any more: what else the body does has to be said along with it.
    private static MemberContract Besides(IMethodSymbol method, Target target, string kind, AnalyzedFile file) =>
        file.Contracts.IsWrittenFor(method) || file.Inferred(method) is not { } inferred ? new MemberContract()
        : inferred with
        {
            Acquires = inferred.Acquires.RemoveAll(a => a.Target == target && a.Kind == kind),
            Releases = inferred.Releases.RemoveAll(r => r.Target == target && r.Kind == kind),
            Doubtful = inferred.Doubtful.RemoveAll(d => d.Target == target && d.Kind == kind),
        };

    private static MemberContract Consuming(IParameterSymbol parameter, Acquisition acquisition)
    {
        var clause = new ReleaseClause(Target.Parameter(parameter.Ordinal), acquisition.Clause.Kind, Condition.Always, null, true, null);
        return new MemberContract { Releases = ImmutableArray.Create(clause) };
    }

    // Declared by DllImport, or for a generator to write the call.
    private static bool IsNative(IMethodSymbol method) => method.IsExtern ||
        method is { IsPartialDefinition: true } && method.GetAttributes().Any(a => a.AttributeClass is { Name: "LibraryImportAttribute", ContainingNamespace.Name: "InteropServices" });

    // Null where not all of it can be said, or where a directive takes parts of the declaration out.
    private static IReadOnlyList<TextChange>? Write(AnalyzedFile file, MethodDeclarationSyntax declaration, IMethodSymbol method, MemberContract contract)
    {
        var header = TextSpan.FromBounds(declaration.GetFirstToken().SpanStart, declaration.ParameterList.Span.End);
        if (!new ContractWords(method, file.Contracts).CanSay(contract) || declaration.DescendantTrivia(header).Any(t => t.IsDirective && header.Contains(t.Span)))
        {
            return null;
        }

        var isInScope = file.Model.LookupNamespacesAndTypes(declaration.SpanStart, name: "AcquiresAttribute").Any();
        var writer = new AttributeWriter(new ContractWords(method, file.Contracts), isInScope ? "" : "Acquit.");
        return new AttributePlaces(declaration, file.Text).For(contract, method, writer).ToList();
    }

    private static MethodDeclarationSyntax? DeclarationIn(AnalyzedFile file, IMethodSymbol method) =>
        method.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(file.CancellationToken) is MethodDeclarationSyntax declaration && declaration.SyntaxTree == file.Tree ? declaration : null;

    // What the caller names itself: a parameter, or the object.
    private static Target? TargetOf(Acquisition acquisition, IMethodSymbol method, AnalyzedFile file) => acquisition switch
    {
        { Clause.Target.Kind: TargetKind.Receiver, Holder: null or ThisExpressionSyntax, Receiver: null or ThisExpressionSyntax } when !method.IsStatic => Target.Receiver,
        { Clause.Target.Kind: not TargetKind.Return, Holder: IdentifierNameSyntax name } when
            name.SyntaxTree == file.Tree && file.Model.GetSymbolInfo(name, file.CancellationToken).Symbol is IParameterSymbol { RefKind: RefKind.None } parameter &&
            SymbolEqualityComparer.Default.Equals(parameter.ContainingSymbol, method) => Target.Parameter(parameter.Ordinal),
        _ => null,
    };

    // The usual ways to tell success from failure, and the reverse.
    private static IEnumerable<Condition> Conditions(IMethodSymbol method)
    {
        static Condition When(TestOperator op, long value) => new(ImmutableArray.Create(new Test(Operand.Return, op, Operand.Number(value))));

        yield return Condition.Always;
        switch (method.ReturnType)
        {
            case { SpecialType: SpecialType.System_Boolean }:
                yield return When(TestOperator.Equal, 1);
                yield return When(TestOperator.Equal, 0);
                break;
            case { SpecialType: >= SpecialType.System_SByte and <= SpecialType.System_UInt64 }:
                yield return When(TestOperator.Equal, 0);
                yield return When(TestOperator.GreaterOrEqual, 0);
                yield return When(TestOperator.Greater, 0);
                yield return When(TestOperator.NotEqual, 0);
                yield return When(TestOperator.Less, 0);
                break;
            case { IsReferenceType: true } or { TypeKind: TypeKind.Pointer }:
                yield return When(TestOperator.NotEqual, 0);
                yield return When(TestOperator.Equal, 0);
                break;
        }
    }

    // Callers go by what the interface says.
    private static bool IsOfInterface(IMethodSymbol method) =>
        !method.ExplicitInterfaceImplementations.IsEmpty ||
        method.ContainingType.AllInterfaces.SelectMany(i => i.GetMembers(method.Name))
            .Any(m => SymbolEqualityComparer.Default.Equals(method.ContainingType.FindImplementationForInterfaceMember(m), method));
}
