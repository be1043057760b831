using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;
using Acquit.CodeFixes.Contracts;
using Microsoft.CodeAnalysis;

namespace Acquit.Cli.Proposals;

/// <summary>Says a contract that was read off a body in the clauses of a contract file.</summary>
internal sealed class BlockWriter(IMethodSymbol method, ContractTable contracts)
{
    private readonly ContractWords _words = new(method, contracts);

    /// <summary>The clauses; none when they would not say all of it.</summary>
    public ImmutableArray<string> Clauses(MemberContract contract) => !_words.CanSay(contract) ? [] :
    [
        .. contract.Acquires.Select(Clause),
        .. contract.Releases.Select(Clause),
        .. contract.SameAs.Where(ContractWords.IsOfResult).Select(clause => $"return sameas {Quoted(_words.NameOf(clause.Source))}"),
        .. method.Parameters.Where(parameter => IsUnnamed(parameter, contract) && _words.IsPlainlyBorrowed(contract, parameter)).Select(parameter => $"{NameOf(parameter)} borrows"),
    ];

    private string Clause(AcquireClause clause) => Line(
        $"{NameOf(clause.Target)} acquires {Quoted(clause.Kind)}",
        Said("when", _words.Of(clause.When)),
        Said("count", _words.Of(clause.Count)),
        Said("releasedby", _words.ReleasesOf(clause)),
        Said("enters", clause.Enters is { } context ? Quoted(context) : null),
        Said("implies", clause.Implies.IsEmpty ? null : string.Join(", ", clause.Implies)),
        Said("order", clause.Lifo ? "lifo" : null),
        clause.IsOptional ? "optional" : null);

    private string Clause(ReleaseClause clause) => Line(
        $"{NameOf(clause.Target)} {(clause.Consumes ? "consumes" : "releases")} {Quoted(clause.Kind)}",
        Said("when", _words.Of(clause.When)),
        Said("count", _words.Of(clause.Count)),
        clause is { IfHeld: true, Consumes: false } ? "ifheld" : null);

    private string NameOf(Target target) => target.Kind switch
    {
        TargetKind.Return => "return",
        TargetKind.Receiver => "this",
        TargetKind.Ambient => "method",
        _ => NameOf(method.Parameters[target.Ordinal]),
    };

    private static bool IsUnnamed(IParameterSymbol parameter, MemberContract contract) =>
        contract.Acquires.All(clause => clause.Target != Target.Parameter(parameter.Ordinal)) &&
        contract.Releases.All(clause => clause.Target != Target.Parameter(parameter.Ordinal));

    private static string NameOf(IParameterSymbol parameter) =>
        parameter.Name is "return" or "this" or "method" or "parameters" ? "@" + parameter.Name : parameter.Name;

    private static string? Said(string keyword, string? value) => value is null ? null : $"{keyword} {value}";

    private static string Line(params string?[] parts) => string.Join(' ', parts.OfType<string>());

    private static string Quoted(string word) =>
        word.All(character => char.IsLetterOrDigit(character) || character is '-' or '_' or '.') ? word : $"\"{word.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
