using System.Collections.Immutable;
using System.CommandLine;
using Acquit.Analyzers.Contracts.Language;
using Acquit.Cli.Files;
using Acquit.Cli.Opening;
using Acquit.Cli.Proposals;
using Acquit.Cli.Writing;
using Microsoft.CodeAnalysis.Diagnostics;
using Spectre.Console;

namespace Acquit.Cli.CommandLine;

/// <summary><c>acquit contracts</c>: proposes contracts for public methods that have none.</summary>
internal static class ContractsCommand
{
    public static Command Create(Terminal terminal, ImmutableArray<DiagnosticAnalyzer> analyzers)
    {
        var input = new InputOptions();
        var output = new Option<string?>("--output", "-o") { Description = "Write the proposed contracts to this new file (*.acquit.txt) and list the methods.", HelpName = "FILE" };
        var command = new Command("contracts", "List public methods that acquire or release something and have no contract, and propose a contract file for them.")
        {
            input.Path, output, input.Contracts, input.NoRestore,
        };
        output.Validators.Add(result =>
        {
            if (result.Tokens.Select(token => token.Value).FirstOrDefault(name => !ContractFiles.Has(name)) is { } other)
                result.AddError($"'{other}' would be no contract file: the name of one ends in '{ContractFile.Suffix}'.");
        });
        command.SetAction(async (parsed, cancellationToken) => (int)await RunAsync(
            input.Read(parsed, terminal), parsed.GetValue(output) is { } name ? terminal.PathOf(name) : null, analyzers, terminal, cancellationToken));
        return command;
    }

    private static async Task<ExitCode> RunAsync(Input input, string? output, ImmutableArray<DiagnosticAnalyzer> analyzers, Terminal terminal, CancellationToken cancellationToken)
    {
        using var outputs = new OutputFiles();
        input.Spare(outputs);
        var file = output is null ? null : outputs.Reserve("--output", output, ProposalMark.Kind);
        var contracts = input.ReadContracts(terminal);
        using var opened = await Opener.OpenAsync(input, terminal, cancellationToken);
        outputs.SpareCode(opened.Files);
        var (found, gaps) = await terminal.WhileAsync("Reading…", tell => Proposal.FindAsync(opened, contracts, analyzers, tell, cancellationToken));
        var text = ProposedFile.Of(found, opened.Name);
        if (file is null)
        {
            terminal.Output.Write(text);
        }
        else if (found.IsEmpty)
        {
            // The file would hold nothing, and stand in the way of the next proposal.
            terminal.Line($"[green]Every public method that is seen to acquire or release something has a contract:[/] there is nothing to propose, and {Markup.Escape(terminal.Show(file.Path))} is not written.");
        }
        else
        {
            file.Write(text);
            outputs.Commit();
            ProposalList.Write(found, terminal);
            WrittenFiles.Write(outputs, terminal);
        }

        Summary.Write(gaps, terminal);
        return gaps.AreThere ? ExitCode.Incomplete : ExitCode.Nothing;
    }
}
