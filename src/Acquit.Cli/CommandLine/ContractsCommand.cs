using System.CommandLine;
using Acquit.Cli.Opening;
using Acquit.Cli.Proposals;
using Acquit.Cli.Writing;

namespace Acquit.Cli.CommandLine;

/// <summary><c>acquit contracts</c>: proposes contracts for public methods that have none.</summary>
internal static class ContractsCommand
{
    public static Command Create(Terminal terminal)
    {
        var input = new InputOptions();
        var output = new Option<string?>("--output", "-o") { Description = "Write the proposed contracts to this file (*.acquit.txt) and list the methods.", HelpName = "FILE" };
        var command = new Command("contracts", "List public methods that acquire or release something and have no contract, and propose a contract file for them.")
        {
            input.Path, output, input.Contracts, input.NoRestore,
        };
        command.SetAction(async (parsed, cancellationToken) => (int)await RunAsync(
            input.Read(parsed, terminal), parsed.GetValue(output) is { } name ? terminal.PathOf(name) : null, terminal, cancellationToken));
        return command;
    }

    private static async Task<ExitCode> RunAsync(Input input, string? output, Terminal terminal, CancellationToken cancellationToken)
    {
        var contracts = input.ReadContracts(terminal);
        using var outputs = new OutputFiles();
        var file = outputs.Reserve(output);
        using var opened = await Opener.OpenAsync(input, terminal, cancellationToken);
        var found = await terminal.WhileAsync("Reading…", tell => Proposal.FindAsync(opened, contracts, tell, cancellationToken));
        var text = ProposedFile.Of(found, opened.Name);
        if (file is null)
        {
            terminal.Output.Write(text);
        }
        else
        {
            file.Write(text);
            outputs.Commit();
            ProposalList.Write(found, terminal);
        }

        return ExitCode.Nothing;
    }
}
