using System.Collections.Immutable;
using System.CommandLine;
using Acquit.Cli.Baselines;
using Acquit.Cli.Checking;
using Acquit.Cli.Files;
using Acquit.Cli.Opening;
using Acquit.Cli.Writing;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Acquit.Cli.CommandLine;

/// <summary><c>acquit check</c>: looks for mistakes and reports them.</summary>
internal static class CheckCommand
{
    public static Command Create(Terminal terminal, ImmutableArray<DiagnosticAnalyzer> analyzers)
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
            Description = "Report only these rules, of whatever severity: ACQ101, or ACQ1 for all that begin so. May be repeated, and separated by commas.", HelpName = "ID", AllowMultipleArgumentsPerToken = true,
        };
        var command = new Command("check", "Check a solution, a project, the projects or C# files in a folder, or a single C# file.")
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
            analyzers,
            terminal,
            cancellationToken));
        return command;

        string? PathOf(string? name) => name is null ? null : terminal.PathOf(name);
    }

    private static async Task<ExitCode> RunAsync(CheckRequest request, ImmutableArray<DiagnosticAnalyzer> analyzers, Terminal terminal, CancellationToken cancellationToken)
    {
        // What is wrong with the files on the command line is told before the long part, not after it.
        using var outputs = new OutputFiles();
        request.Input.Spare(outputs);
        if (request is { Baseline: { } old, WritesBaseline: false })
        {
            outputs.Spare("--baseline", old);
        }

        var sarif = request.Sarif is { } log ? outputs.Reserve("--sarif", log, SarifMark.Kind) : null;
        var html = request.Html is { } page ? outputs.Reserve("--html", page, PageMark.Kind) : null;
        var newBaseline = request is { Baseline: { } anew, WritesBaseline: true } ? outputs.Reserve("--baseline", anew, BaselineMark.Kind) : null;
        var contracts = request.Input.ReadContracts(terminal);
        var accepted = request is { Baseline: { } file, WritesBaseline: false } ? Baseline.Read(file) : Baseline.Empty;

        using var opened = await Opener.OpenAsync(request.Input, terminal, cancellationToken);
        outputs.SpareCode(opened.Files);
        var check = await terminal.WhileAsync("Checking…", tell => Check.RunAsync(opened, contracts, analyzers, request.Selection, tell, cancellationToken));
        var results = accepted.Split(check.Reports);

        newBaseline?.Write(Baseline.Of(check.Reports).ToText());
        sarif?.Write(SarifLog.Of(results.New, check, opened.Root, hasBaseline: request.Baseline is not null));
        html?.Write(HtmlPage.Of(check, results, opened.Root, opened.Name));
        outputs.Commit();

        if (!request.WritesBaseline)
        {
            ConsoleReport.Write(results.New, terminal);
        }

        Summary.Write(check, results, request, terminal);
        WrittenFiles.Write(outputs, terminal);
        return check.Gaps.AreThere ? ExitCode.Incomplete
            : request.WritesBaseline || results.New.IsEmpty ? ExitCode.Nothing
            : ExitCode.Findings;
    }
}
