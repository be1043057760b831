using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Flow.Summaries;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Acquit.Analyzers.Flow;

/// <summary>
/// Members that a helper sets while it takes or gives back something: whoever asks one of them afterwards asks what the helper did,
/// and it is not followed which of its ways went with which number.
/// </summary>
internal sealed class FlagsOfHelpers
{
    private readonly BodyGraphs _graphs;
    private readonly SymbolTable _symbols;
    private readonly CancellationToken _cancellationToken;
    private readonly Dictionary<(IMethodSymbol Helper, string Member), Setting?> _settings = new();

    public FlagsOfHelpers(BodyGraphs graphs, SymbolTable symbols, CancellationToken cancellationToken)
    {
        _graphs = graphs;
        _symbols = symbols;
        _cancellationToken = cancellationToken;
    }

    /// <param name="To">What it is set to; null where that is one thing here and another there.</param>
    private sealed record Setting(bool? To);

    /// <summary>A branch was taken on what may be such a member.</summary>
    public void Spoil(Formula formula, World world)
    {
        foreach (var symbol in formula.Symbols)
        {
            if (MemberIn(_symbols[symbol]) is { Name: var member } flag && Evaluator.TypeOf(flag) is { } type && OnlyAnswers.IsNumber(type) && world.Resources.Count > 0)
            {
                var isSet = world.Facts.Evaluate(TestOperator.NotEqual, new Value(symbol, 0), Value.Zero);
                world.Change(r => !r.Unsure && IsToldBy(member, isSet, r), r => r with { Unsure = true });
            }
        }
    }

    // Unless it has come out as the helper leaves it, that did for sure what it is for.
    private bool IsToldBy(string member, Truth isSet, Resource resource)
    {
        bool IsOpen(Setting? setting, bool isDone) => setting is not null && !(isDone && setting.To is { } to && isSet == (to ? Truth.True : Truth.False));

        return IsOpen(SettingBy(resource.Site.Call, resource.Site.Method, member), resource.Status == Status.Held) ||
               (resource.ReleasedAt is IInvocationOperation release && IsOpen(SettingBy(release, release.TargetMethod, member), resource is { Status: Status.Released, PendingRelease: null }));
    }

    private ISymbol? MemberIn(SymbolInfo symbol) => symbol switch
    {
        { Origin: Origin.Member, Member: { } member } => member,
        { Origin: Origin.Join, Variant: Escapes.Changed } changed => _symbols.Interned((int)changed.Index.Offset),
        { Origin: Origin.Term, Subject: BinaryOperatorKind.And } bits => MemberIn(_symbols[bits.Base.Symbol]),
        _ => null,
    };

    private Setting? SettingBy(IOperation call, IMethodSymbol helper, string member)
    {
        if (call is not IInvocationOperation || helper.DeclaringSyntaxReferences.IsEmpty)
        {
            return null;
        }

        if (!_settings.TryGetValue((helper, member), out var setting))
        {
            var written = _graphs.OwnDeclarationOf(helper, _cancellationToken)?.DescendantNodes().OfType<SimpleNameSyntax>()
                .Where(n => n.Identifier.ValueText == member).Select(SetBy).OfType<AssignmentExpressionSyntax>().ToList() ?? new List<AssignmentExpressionSyntax>();
            _settings.Add((helper, member), setting = written.Count == 0 ? null : new Setting(written.Count == 1 ? Constant(written[0]) : null));
        }

        return setting;
    }

    private static bool? Constant(AssignmentExpressionSyntax assignment) => (assignment.OperatorToken.Text, assignment.Right.ToString()) switch
    {
        ("=", "true") => true,
        ("=", "false") => false,
        _ => null,
    };

    // A truth, a number that stands in the text, or single bits: what counts or is worked out tells of other things.
    private static AssignmentExpressionSyntax? SetBy(SimpleNameSyntax name)
    {
        var set = name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : (ExpressionSyntax)name;
        return set.Parent is AssignmentExpressionSyntax assignment && assignment.Left == set &&
               (assignment.OperatorToken.Text is "|=" or "&=" || (assignment.OperatorToken.Text is "=" && assignment.Right is LiteralExpressionSyntax))
            ? assignment
            : null;
    }
}
