using System.Collections.Immutable;
using Spectre.Console;

namespace Acquit.Cli.Proposals;

/// <summary>Lists the methods that want a contract, for a person.</summary>
internal static class ProposalList
{
    public static void Write(ImmutableArray<ProposedContract> methods, Terminal terminal)
    {
        foreach (var method in methods)
        {
            terminal.Line($"[bold]{Markup.Escape(method.Shown)}[/]");
            foreach (var clause in method.Clauses)
            {
                terminal.Line($"    {Markup.Escape(clause)}");
            }

            if (method.Clauses.IsEmpty)
            {
                terminal.Line($"    [grey]{Markup.Escape(method.Remark)}[/]");
            }
        }

        terminal.Line($"{Counted.Of(methods.Count(method => !method.Clauses.IsEmpty), "contract")} proposed, {Counted.Of(methods.Count(method => method.Clauses.IsEmpty), "method")} left to look at.");
    }
}
