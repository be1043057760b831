using System.Collections.Immutable;
using Acquit.Analyzers.Flow;
using Acquit.Analyzers.Flow.Fields;
using Acquit.Analyzers.Rules;
using Acquit.CodeFixes.Releasing;
using Acquit.CodeFixes.Trying;
using Acquit.CodeFixes.Writing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Acquit.CodeFixes;

/// <summary>ACQ108: releases what a field holds where the object comes to its end; gives it an end where it has none.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ReleaseWhenClosed))]
public sealed class ReleaseWhenClosed : RepairProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(Descriptors.NeverReleased.Id);

    internal override string TitleOfAll => "Release what fields hold when their objects are closed";

    internal override bool NeedsWholeFile => true;

    private protected override Repair? Mend(AnalyzedFile file, Finding finding)
    {
        if (FieldRelease.Of(file, finding) is not { } release || finding.Node.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } declaration ||
            file.Model.GetDeclaredSymbol(declaration, file.CancellationToken) is not { } type ||
            !SymbolEqualityComparer.Default.Equals(type, release.Field.ContainingType))
        {
            return null;
        }

        return SingleRepair.First(file, finding, Candidates(file, release, declaration, type, IsAlwaysSet(finding, type, file)));
    }

    private static IEnumerable<(string Title, IReadOnlyList<TextChange> Edit)> Candidates(
        AnalyzedFile file, FieldRelease release, TypeDeclarationSyntax declaration, INamedTypeSymbol type, bool isSet)
    {
        var body = new Body(file);
        var endings = Endings(file, type).ToList();
        foreach (var (method, node, block) in endings)
        {
            var scope = block?.OpenBraceToken.Span.End ?? node.Span.End - 1;
            foreach (var call in release.Calls(release.Name, scope))
            {
                foreach (var statements in release.Statements(call, isSet, scope))
                {
                    var lines = body.Lines(statements, node);
                    if ((block is null ? body.AtEnd(node, lines) : body.AtEnd(block, lines)) is { } edit)
                    {
                        yield return ($"Release with '{call.Name}' in '{method.Name}'", edit);
                    }
                }
            }
        }

        if (endings.Count > 0)
        {
            yield break;
        }

        var inside = Inside(declaration);
        foreach (var call in release.Calls(release.Name, inside))
        {
            foreach (var statements in release.Statements(call, isSet, inside))
            {
                if (Disposal.Implement(declaration, type, body.Lines(statements, declaration), file) is { } edit)
                {
                    yield return ($"Implement 'IDisposable' and release with '{call.Name}'", edit);
                }
            }
        }
    }

    // Names mean something in bodies only; those of parameters and variables are not taken for what they are elsewhere.
    private static int Inside(TypeDeclarationSyntax declaration) =>
        declaration.Members.OfType<BaseMethodDeclarationSyntax>()
            .Where(m => !m.Modifiers.Any(SyntaxKind.StaticKeyword))
            .Select(m => (SyntaxNode?)m.Body ?? m.ExpressionBody)
            .FirstOrDefault(body => body is not null) is { } body
            ? body.GetFirstToken().Span.End
            : declaration.OpenBraceToken.Span.End;

    // The block for managed things first, where Dispose(bool) has one.
    private static IEnumerable<(IMethodSymbol Method, SyntaxNode Node, BlockSyntax? Block)> Endings(AnalyzedFile file, INamedTypeSymbol type)
    {
        var found = false;
        foreach (var ending in Ending.Of(type, file.Graphs, file.CancellationToken).Where(e => e.Kind != EndingKind.Finalizer))
        {
            found = true;
            if (ending.Body.SyntaxTree != file.Tree)
            {
                continue;
            }

            if (ending.Arguments.Length == 1 && WhenDisposing(ending.Body, ending.Arguments[0].Parameter.Name) is { } managed)
            {
                yield return (ending.Method, ending.Body, managed);
            }

            yield return (ending.Method, ending.Body, null);
        }

        if (!found && type.GetMembers("Close").OfType<IMethodSymbol>().FirstOrDefault(m => m is { IsStatic: false, IsAbstract: false, ReturnsVoid: true, Parameters.IsEmpty: true }) is { } close &&
            close.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(file.CancellationToken) is MethodDeclarationSyntax node && node.SyntaxTree == file.Tree)
        {
            yield return (close, node, null);
        }
    }

    private static BlockSyntax? WhenDisposing(SyntaxNode declaration, string parameter) =>
        declaration.DescendantNodes().OfType<IfStatementSyntax>()
            .Where(i => i.Condition is IdentifierNameSyntax name && name.Identifier.ValueText == parameter)
            .Select(i => i.Statement)
            .OfType<BlockSyntax>()
            .FirstOrDefault();

    // Whoever is made has it: it is stored where the only constructor cannot pass it by, and nobody else writes the field.
    private static bool IsAlwaysSet(Finding finding, INamedTypeSymbol type, AnalyzedFile file)
    {
        if (finding.Field is not IFieldSymbol { IsReadOnly: true } || !finding.Resource!.Site.Clause.When.Tests.IsEmpty)
        {
            return false;
        }

        if (finding.Node.FirstAncestorOrSelf<ConstructorDeclarationSyntax>() is not { } constructor)
        {
            return true;
        }

        var others = type.InstanceConstructors.SelectMany(c => c.DeclaringSyntaxReferences).Select(r => r.GetSyntax(file.CancellationToken))
            .Where(c => c != constructor && c is not ConstructorDeclarationSyntax { Initializer.RawKind: (int)SyntaxKind.ThisConstructorInitializer });
        return !others.Any() && (constructor.ExpressionBody is not null || finding.Node.FirstAncestorOrSelf<StatementSyntax>()?.Parent == constructor.Body) &&
               !constructor.DescendantNodes().OfType<ReturnStatementSyntax>().Any();
    }
}
