using System.Collections.Immutable;
using Acquit.Analyzers.Contracts.Language;
using Acquit.Analyzers.Rules;
using Microsoft.CodeAnalysis;

namespace Acquit.Cli.Checking;

/// <summary>
/// Blocks of contract files that speak of members which the code at hand does not have. A file that is taken out of its project leaves
/// most of them behind; that is no mistake of the contracts.
/// </summary>
internal static class StrangeBlocks
{
    /// <summary>Whether it is reported for nothing else than that a member is not there.</summary>
    public static bool AreFaultOf(Diagnostic diagnostic, ImmutableArray<AdditionalText> files, Compilation compilation)
    {
        if (diagnostic.Id != Descriptors.MalformedContract.Id || diagnostic.Location.IsInSource)
        {
            return false;
        }

        var place = diagnostic.Location.GetLineSpan();
        return files.FirstOrDefault(file => file.Path == place.Path)?.GetText() is { } text &&
            ContractFileParser.Parse(text.ToString()).Blocks.Any(block =>
                text.Lines.GetLinePosition(block.Id.Start) == place.StartLinePosition &&
                DocumentationCommentId.GetSymbolsForDeclarationId(block.Id.Text, compilation).IsEmpty);
    }
}
