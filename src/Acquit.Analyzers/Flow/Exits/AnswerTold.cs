using Acquit.Analyzers.Contracts.Binding;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Acquit.Analyzers.Flow;

/// <summary>
/// Whether anybody may hear how an attempt has come out: what is called depending on its answer, or with that, may write it down where
/// others look.
/// </summary>
internal sealed class AnswerTold
{
    private readonly FlowContext _context;
    private readonly Dictionary<IOperation, (bool IsPassedOn, bool MayBeHeard)> _known = new();
    private List<SyntaxNode>? _listening;

    public AnswerTold(FlowContext context) => _context = context;

    /// <summary>Whether something is called with the answer, or depending on it.</summary>
    public bool MayBeHeard(IOperation attempt) => Of(attempt).MayBeHeard;

    /// <summary>Whether something is called with the answer itself, or with what was made of it.</summary>
    public bool IsPassedOn(IOperation attempt) => Of(attempt).IsPassedOn;

    private (bool IsPassedOn, bool MayBeHeard) Of(IOperation attempt)
    {
        if (!_known.TryGetValue(attempt, out var known))
        {
            _known.Add(attempt, known = Find(attempt));
        }

        return known;
    }

    private (bool IsPassedOn, bool MayBeHeard) Find(IOperation attempt)
    {
        if (_context.Root is not { } root)
        {
            return (true, true);
        }

        _listening ??= root.Descendants().Where(o => o is IInvocationOperation or IObjectCreationOperation && !IsDeaf(o)).Select(o => o.Syntax).ToList();
        var reach = new AnswerReach(attempt.Syntax, root.Syntax);
        var isPassedOn = _listening.Exists(reach.IsReadIn);

        // In another round of a loop it may come out otherwise.
        return (isPassedOn, isPassedOn || LoopStatements.Contain(attempt.Syntax) || _listening.Exists(reach.DecidesAbout));
    }

    // Whose contract says what it does with what it is given, or who is given nothing that lasts.
    private bool IsDeaf(IOperation call) => call switch
    {
        IInvocationOperation { TargetMethod: var method } invocation =>
            _context.Contracts.Of(method) is not null ||
            (method.IsStatic && !method.IsInSourceOf(_context.Compilation) && invocation.Arguments.All(a => a.Parameter is { RefKind: RefKind.None, OriginalDefinition.Type: var type } && OperandTypes.IsPlain(type))),
        IObjectCreationOperation { Syntax.Parent: ThrowStatementSyntax or ThrowExpressionSyntax } => true,
        _ => false,
    };
}
