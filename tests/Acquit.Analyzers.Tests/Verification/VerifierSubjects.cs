using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Acquit.Tests.Verification;

/// <summary>An analyzer small enough to verify the verifier with: locals called 'temp', and methods called 'Temp'.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class TempAnalyzer : DiagnosticAnalyzer
{
    public static readonly DiagnosticDescriptor Local =
        new("ACQ001", "A local is called temp", "'{0}' of '{1}' wants a name", "Tests", DiagnosticSeverity.Warning, true);

    public static readonly DiagnosticDescriptor Method =
        new("ACQ002", "A method is called Temp", "'{0}' wants a name", "Tests", DiagnosticSeverity.Info, true);

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [Local, Method];

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterSyntaxNodeAction(AnalyzeLocal, SyntaxKind.VariableDeclarator);
        context.RegisterSyntaxNodeAction(AnalyzeMethod, SyntaxKind.MethodDeclaration);
    }

    private static void AnalyzeLocal(SyntaxNodeAnalysisContext context)
    {
        var local = (VariableDeclaratorSyntax)context.Node;
        if (local is { Identifier.Text: "temp", Parent.Parent: LocalDeclarationStatementSyntax })
        {
            var method = local.FirstAncestorOrSelf<MethodDeclarationSyntax>()!.Identifier;
            context.ReportDiagnostic(Diagnostic.Create(
                Local, local.Identifier.GetLocation(), [method.GetLocation()], local.Identifier.Text, method.Text));
        }
    }

    private static void AnalyzeMethod(SyntaxNodeAnalysisContext context)
    {
        var method = (MethodDeclarationSyntax)context.Node;
        if (method.Identifier.Text == "Temp")
            context.ReportDiagnostic(Diagnostic.Create(Method, method.Identifier.GetLocation(), method.Identifier.Text));
    }
}

/// <summary>Finds nothing, loudly.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class ThrowingAnalyzer : DiagnosticAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [TempAnalyzer.Local];

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterSyntaxNodeAction(_ => throw new InvalidOperationException("lost its way"), SyntaxKind.ClassDeclaration);
    }
}

/// <summary>Gives locals another name, where they are declared; what that name is, is up to the kind of fix under test.</summary>
internal abstract class RenamingFix : CodeFixProvider
{
    public override ImmutableArray<string> FixableDiagnosticIds => ["ACQ001"];

    protected virtual string? KeyPrefix => "rename to ";

    protected virtual IEnumerable<string> NewNames => ["scratch", "spare"];

    public override FixAllProvider? GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    public override Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (var name in NewNames)
        {
            context.RegisterCodeFix(
                CodeAction.Create(
                    "Rename to " + name,
                    token => RenameAsync(context.Document, context.Span.Start, name, token),
                    KeyPrefix is null ? null : KeyPrefix + name),
                context.Diagnostics);
        }

        return Task.CompletedTask;
    }

    private static async Task<Document> RenameAsync(Document document, int position, string name, CancellationToken cancellationToken)
    {
        var root = (await document.GetSyntaxRootAsync(cancellationToken))!;
        var token = root.FindToken(position);
        return document.WithSyntaxRoot(root.ReplaceToken(token, SyntaxFactory.Identifier(name).WithTriviaFrom(token)));
    }
}

internal sealed class GoodFix : RenamingFix;

internal sealed class FixWithoutKey : RenamingFix
{
    protected override string? KeyPrefix => null;
}

internal sealed class FixWithoutFixAll : RenamingFix
{
    public override FixAllProvider? GetFixAllProvider() => null;
}

internal sealed class FixThatBreaksTheCode : RenamingFix
{
    protected override IEnumerable<string> NewNames => ["class"];
}

internal sealed class FixThatFixesNothing : RenamingFix
{
    protected override IEnumerable<string> NewNames => ["temp"];
}
