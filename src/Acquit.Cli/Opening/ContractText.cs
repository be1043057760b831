using Acquit.Analyzers.Contracts.Language;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Acquit.Cli.Opening;

/// <summary>A contract file that was named on the command line, or lies beside the code.</summary>
internal sealed class ContractText(string path, SourceText text) : AdditionalText
{
    public override string Path => path;

    public SourceText Text => text;

    public override SourceText GetText(CancellationToken cancellationToken = default) => text;

    public static ContractText Read(string path)
    {
        if (!path.EndsWith(ContractFile.Suffix, StringComparison.OrdinalIgnoreCase))
        {
            throw new CommandFailure(ExitCode.BadInput, $"'{path}' is no contract file: the name of one ends in '{ContractFile.Suffix}'.");
        }

        try
        {
            using var stream = File.OpenRead(path);
            return new ContractText(path, SourceText.From(stream));
        }
        catch (Exception mistake) when (mistake is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new CommandFailure(ExitCode.BadInput, $"The contract file '{path}' cannot be read: {mistake.Message}", mistake);
        }
    }
}
