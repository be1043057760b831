using Acquit.Analyzers.Contracts;
using Microsoft.CodeAnalysis;

namespace Acquit.CodeFixes.Contracts;

/// <summary>Says a contract that was read off a body in attributes.</summary>
internal sealed class AttributeWriter
{
    private readonly ContractWords _words;
    private readonly string _prefix;

    /// <param name="prefix">What has to stand before the names of the attributes where they are written.</param>
    public AttributeWriter(ContractWords words, string prefix)
    {
        _words = words;
        _prefix = prefix;
    }

    /// <summary>The attributes of the method and its result, each a list of its own.</summary>
    public IEnumerable<string> OfMethod(MemberContract contract) =>
        contract.Acquires.Where(clause => clause.Target.IsReturn).Select(clause => $"[return: {Text(clause)}]")
            .Concat(contract.SameAs.Where(ContractWords.IsOfResult).Select(clause => $"[return: {_prefix}SameAs({Literal(_words.NameOf(clause.Source))})]"))
            .Concat(contract.Acquires.Where(clause => ContractWords.IsOfMethod(clause.Target)).Select(clause => $"[{Text(clause)}]"))
            .Concat(contract.Releases.Where(clause => ContractWords.IsOfMethod(clause.Target)).Select(clause => $"[{Text(clause)}]"));

    /// <summary>The attributes of one parameter.</summary>
    public IEnumerable<string> OfParameter(MemberContract contract, IParameterSymbol parameter)
    {
        var target = Target.Parameter(parameter.Ordinal);
        var own = contract.Acquires.Where(clause => clause.Target == target).Select(Text)
            .Concat(contract.Releases.Where(clause => clause.Target == target).Select(Text))
            .Select(text => $"[{text}]")
            .ToList();
        return own.Count == 0 && _words.IsPlainlyBorrowed(contract, parameter) ? new[] { $"[{_prefix}Borrows]" } : own;
    }

    private string Text(AcquireClause clause) => Attribute(
        "Acquires", clause.Kind, clause.When, clause.Count,
        Named("ReleasedBy", _words.ReleasesOf(clause)),
        Named("Enters", clause.Enters),
        Named("Implies", clause.Implies.IsEmpty ? null : string.Join(", ", clause.Implies)),
        Named("Order", clause.Lifo ? "lifo" : null),
        clause.IsOptional ? "Optional = true" : null);

    private string Text(ReleaseClause clause) => Attribute(
        clause.Consumes ? "Consumes" : "Releases", clause.Kind, clause.When, clause.Count,
        clause is { IfHeld: true, Consumes: false } ? "IfHeld = true" : null);

    private string Attribute(string name, string kind, Condition when, Operand? count, params string?[] others)
    {
        var arguments = new[] { Literal(kind), Named("When", _words.Of(when)), Named("Count", _words.Of(count)) }.Concat(others);
        return $"{_prefix}{name}({string.Join(", ", arguments.OfType<string>())})";
    }

    private static string? Named(string property, string? value) => value is null ? null : $"{property} = {Literal(value)}";

    private static string Literal(string text) => "\"" + text.Replace("\\", "\\\\").Replace("\"", "\\\"") + "\"";
}
