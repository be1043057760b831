using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Acquit.Analyzers.Contracts.Checking;
using Acquit.Analyzers.Contracts.Language;
using Microsoft.CodeAnalysis;

namespace Acquit.Cli.Proposals;

/// <summary>The contract file that is proposed. Methods that nothing could be said of are comments in it.</summary>
internal static class ProposedFile
{
    public static string Of(ImmutableArray<ProposedContract> methods, string name)
    {
        var text = new StringBuilder();
        text.Append(methods switch
        {
            [] => $"# Nothing to propose for {name}: every public method that is seen to acquire or release something has a contract.\n",
            _ when methods.All(method => method.Clauses.IsEmpty) => $"# Nothing of {name} can be proposed as it is read off its code.\n",
            _ => $"# Contracts of {name}, as they are read off its code: a proposal. Read it, and keep what is meant.\n",
        });
        foreach (var method in methods.Where(method => !method.Clauses.IsEmpty))
        {
            text.Append('\n').Append(Block(method.Id, method.Clauses));
        }

        var others = methods.Where(method => method.Clauses.IsEmpty).ToList();
        if (others.Count > 0)
        {
            text.Append("\n# These may want a contract, too:\n");
            foreach (var method in others)
            {
                text.Append(CultureInfo.InvariantCulture, $"#\n# {method.Id}\n#     {method.Remark}\n");
            }
        }

        return text.ToString();
    }

    /// <summary>Whether what is to be written says of the method what it is to say.</summary>
    public static bool IsUnderstood(string id, ImmutableArray<string> clauses, Compilation compilation, CancellationToken cancellationToken) =>
        !ContractFileCheck.Errors(ContractFileParser.Parse(Block(id, clauses)), compilation, cancellationToken).Any();

    private static string Block(string id, ImmutableArray<string> clauses) =>
        $"{id}\n{string.Concat(clauses.Select(clause => $"    {clause}\n"))}";
}
