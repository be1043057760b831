using System.CommandLine;
using Acquit.Cli.Baselines;
using Acquit.Cli.Checking;
using Acquit.Cli.Opening;
using Acquit.Cli.Writing;

namespace Acquit.Cli.CommandLine;

/// <summary><c>acquit check</c>: looks for mistakes and reports them.</summary>
internal static class CheckCommand
{
    public static Command Create(Terminal terminal)
    {
        var input = new InputOptions();
        var sarif = new Option<string?>("--sarif") { Description = "Write the findings, with their paths, to this file as SARIF 2.1.0.", HelpName = "FILE" };
        var html = new Option<string?>("--html") { Description = "Write a page to this file that draws the paths through the source.", HelpName = "FILE" };
        var baseline = new Option<string?>("--baseline") { Description = "Report only what is not listed in this file.", HelpName = "FILE" };
        var writeBaseline = new Option<bool>("--write-baseline") { Description = "List all findings in the baseline file, and report none." };
        var severity = new Option<string?>("--severity") { Description = "Report only what is at least: error, warning (the default), suggestion or hidden.", HelpName = "LEVEL" };
        severity.CompletionSources.Add(Severities.Words.ToArray());
        severity.Validators.Add(result =>
        {
            if (result.Tokens.Select(token => token.Value).FirstOrDefault(word => !Severities.Knows(word)) is { } unknown)
                result.AddError($"'{unknown}' is no severity; there are {string.Join(", ", Severities.Words)}, and info, which is the same as suggestion.");
        });
        var rules = new Option<string[]>("--rules")
        {
            Description = "Report only these rules, of whatever severity: ACQ101, or ACQ1 for all that begin so.", HelpName = "ID", AllowMultipleArgumentsPerToken = true,
        };
        var command = new Command("check", "Check a solution, a project, or the projects or C# files in a folder.")
        {
            input.Path, sarif, html, baseline, writeBaseline, severity, rules, input.Contracts, input.NoRestore,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(writeBaseline) && result.GetValue(baseline) is null)
                result.AddError("Option '--write-baseline' needs '--baseline FILE' to say which file.");
        });
        command.SetAction(async (parsed, cancellationToken) => (int)await RunAsync(
            new CheckRequest(
                input.Read(parsed, terminal),
                new Selection(parsed.GetValue(severity), parsed.GetValue(rules) ?? []),
                PathOf(parsed.GetValue(sarif)),
                PathOf(parsed.GetValue(html)),
                PathOf(parsed.GetValue(baseline)),
                parsed.GetValue(writeBaseline)),
            terminal,
            cancellationToken));
        return command;

        string? PathOf(string? name) => name is null ? null : terminal.PathOf(name);
    }

    private static async Task<ExitCode> RunAsync(CheckRequest request, Terminal terminal, CancellationToken cancellationToken)
    {
        // What is wrong with the files on the command line is told before the long part, not after it.
        var contracts = request.Input.ReadContracts(terminal);
        var accepted = request is { Baseline: { } file, WritesBaseline: false } ? Baseline.Read(file) : Baseline.Empty;
        if (request is { Baseline: { } old, WritesBaseline: true })
        {
            Baseline.EnsureReplaceable(old);
        }

        using var outputs = new OutputFiles();
        var sarif = outputs.Reserve(request.Sarif);
        var html = outputs.Reserve(request.Html);
        var newBaseline = outputs.Reserve(request.WritesBaseline ? request.Baseline : null);

        using var opened = await Opener.OpenAsync(request.Input, terminal, cancellationToken);
        var check = await terminal.WhileAsync("Checking…", tell => Check.RunAsync(opened, contracts, request.Selection, tell, cancellationToken));
        var results = accepted.Split(check.Reports);

        if (newBaseline is not null)
        {
            newBaseline.Write(Baseline.Of(check.Reports).ToText());
        }

        sarif?.Write(SarifLog.Of(results.New, check, opened.Root, hasBaseline: request.Baseline is not null));
        html?.Write(HtmlPage.Of(results.New, opened.Root, opened.Name));
        outputs.Commit();

        if (!request.WritesBaseline)
        {
            ConsoleReport.Write(results.New, terminal);
        }

        Summary.Write(check, results, request, terminal);
        return check.IsIncomplete ? ExitCode.Incomplete
            : request.WritesBaseline || results.New.IsEmpty ? ExitCode.Nothing
            : ExitCode.Findings;
    }
}
