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

    /// <summary>Reads one that the command line names.</summary>
    public static ContractText Named(string path) =>
        ContractFiles.Has(path) ? Read(path, ExitCode.BadInput)
            : throw new CommandFailure(ExitCode.BadInput, $"'{path}' is no contract file: the name of one ends in '{ContractFile.Suffix}'.");

    /// <summary>Reads one that lies with the code.</summary>
    public static ContractText Found(string path) => Read(path, ExitCode.NotOpened);

    private static ContractText Read(string path, ExitCode otherwise)
    {
        try
        {
            using var stream = File.OpenRead(path);
            return new ContractText(path, SourceText.From(stream, throwIfBinaryDetected: true));
        }
        catch (Exception mistake) when (mistake is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new CommandFailure(otherwise, $"The contract file '{path}' cannot be read: {mistake.Message}", mistake);
        }
    }
}
