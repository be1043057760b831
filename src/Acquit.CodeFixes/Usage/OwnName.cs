using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Rename;

namespace Acquit.CodeFixes.Usage;

/// <summary>A name for a member that has that of somebody else: with the name of its type in front.</summary>
internal static class OwnName
{
    /// <summary>The member that is declared at a place, and a name that nothing else has there.</summary>
    public static async Task<(IMethodSymbol Member, string Name)?> FindAsync(Document document, int start, CancellationToken cancellationToken)
    {
        var root = await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
        var model = await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false);
        var declaration = root?.FindToken(start).Parent;
        if (model is null || declaration is not (MethodDeclarationSyntax or LocalFunctionStatementSyntax) ||
            model.GetDeclaredSymbol(declaration, cancellationToken) is not IMethodSymbol { ContainingType: { } type } member)
        {
            return null;
        }

        var stem = type.Name.TrimStart('<').Split('>')[0] + member.Name;
        var name = stem;
        for (var i = 2; model.LookupSymbols(start, name: name).Length > 0 || type.GetMembers(name).Length > 0; i++)
        {
            name = stem + i.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        return (member, name);
    }

    /// <summary>The solution with the member renamed wherever it is used.</summary>
    public static async Task<Solution> GiveAsync(Document document, int start, CancellationToken cancellationToken)
    {
        var solution = document.Project.Solution;
        return await FindAsync(document, start, cancellationToken).ConfigureAwait(false) is var (member, name)
            ? await Renamer.RenameSymbolAsync(solution, member, default(SymbolRenameOptions), name, cancellationToken).ConfigureAwait(false)
            : solution;
    }
}
