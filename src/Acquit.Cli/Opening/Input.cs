using System.Collections.Immutable;
using Acquit.Analyzers.Contracts.Language;
using Acquit.Cli.Files;

namespace Acquit.Cli.Opening;

/// <summary>The code to look at, and how.</summary>
/// <param name="Path">A solution, project or folder.</param>
/// <param name="ContractFiles">Contract files in force besides those of the projects.</param>
/// <param name="NoRestore">Packages are there, or the command fails.</param>
internal sealed record Input(string Path, ImmutableArray<string> ContractFiles, bool NoRestore)
{
    /// <summary>Nothing is to be written over what is named here.</summary>
    public void Spare(OutputFiles outputs)
    {
        outputs.Spare("PATH", Path);
        foreach (var file in ContractFiles)
        {
            outputs.Spare("--contracts", file);
        }
    }

    /// <summary>Reads the contract files that were named. A line that cannot be read is an error here: nobody would see it otherwise.</summary>
    public ImmutableArray<ContractText> ReadContracts(Terminal terminal)
    {
        var texts = ContractFiles.DistinctBy(RealPath.Of).Select(ContractText.Named).ToImmutableArray();
        foreach (var text in texts)
        {
            if (ContractFileParser.Parse(text.Text.ToString()).Errors is [var error, ..])
            {
                var place = text.Text.Lines.GetLinePosition(error.Start);
                throw new CommandFailure(ExitCode.BadInput, $"{terminal.Show(text.Path)}({place.Line + 1},{place.Character + 1}): {error.Message}");
            }
        }

        return texts;
    }
}
