using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Acquit.Analyzers.Flow;

/// <summary>Conditions on nothing but what acquires have answered: nobody knows beforehand how they come out.</summary>
internal sealed class Chances
{
    private readonly FlowContext _context;

    public Chances(FlowContext context) => _context = context;

    /// <summary>Whether a branch has asked for nothing but whether acquires have succeeded.</summary>
    public bool AreAsked(Trail branch) => IsAbout(branch, IsAttempt);

    /// <summary>
    /// Whether a branch has asked for nothing that could tell how a call has come out that was left to chance: what it has answered, what
    /// other acquires have, and what was known before.
    /// </summary>
    public bool AreOthersAsked(Trail branch, IOperation call) => IsAbout(branch, answer =>
        (answer.Origin == Origin.Result && answer.Operation == call) || IsAttempt(answer) || IsGiven(answer));

    private bool IsAbout(Trail branch, Func<SymbolInfo, bool> answer) => branch.Condition is { } condition && IsAbout(condition, answer);

    private bool IsAbout(Formula condition, Func<SymbolInfo, bool> answer) => condition.Symbols.All(symbol => symbol == 0 || (_context.Symbols[symbol] switch
    {
        { Origin: Origin.Boolean, Formula: { } inner } => IsAbout(inner, answer),
        var info => answer(info),
    }));

    private static bool IsGiven(SymbolInfo answer) =>
        answer is { Origin: Origin.Parameter, Member: IParameterSymbol { RefKind: RefKind.None, Type: { IsValueType: true, SpecialType: not SpecialType.None } } };

    private bool IsAttempt(SymbolInfo answer) =>
        answer is { Origin: Origin.Result or Origin.Acquired } && answer.Operation is IInvocationOperation { TargetMethod: var called } && _context.Contracts.Of(called)?.Acquires.Any(clause => !clause.When.Tests.IsEmpty) == true;
}
