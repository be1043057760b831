using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.Analyzers.Rules;

/// <summary>ACQ405: a member hides an API that has a contract.</summary>
internal sealed class HiddenApi : FindingRule
{
    public override DiagnosticDescriptor Descriptor => Descriptors.HiddenApi;

    public override bool Reads(FindingKind kind) => kind == FindingKind.HiddenApi;

    protected override Location LocationOf(Finding finding) => Identifier(finding.Node).GetLocation();

    protected override string Message(Finding finding, ContractTable contracts)
    {
        var api = finding.Method!;
        return $"'{Identifier(finding.Node).ValueText}' hides '{api.ContainingType.Name}.{api.Name}': the call at line {PathWords.Line(finding.Misled!)} comes here, and not under its contract";
    }

    protected override IEnumerable<(Location Location, string Text)> Places(Finding finding)
    {
        yield return (finding.Misled!.GetLocation(), "this call comes here");
    }

    private static SyntaxToken Identifier(SyntaxNode declaration) => declaration is LocalFunctionStatementSyntax local
        ? local.Identifier
        : ((MethodDeclarationSyntax)declaration).Identifier;
}
