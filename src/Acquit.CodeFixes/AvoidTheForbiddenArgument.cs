using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Contracts.Reading;
using Acquit.Analyzers.Flow;
using Acquit.Analyzers.Rules;
using Acquit.CodeFixes.Releasing;
using Acquit.CodeFixes.Trying;
using Acquit.CodeFixes.Usage;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Acquit.CodeFixes;

/// <summary>
/// ACQ401: calls what the contract names for such arguments, and releases what that acquires as it has to be; where it names
/// nothing, takes the flag out.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AvoidTheForbiddenArgument))]
public sealed class AvoidTheForbiddenArgument : RepairProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(Descriptors.ForbiddenArgument.Id);

    internal override string TitleOfAll => "Call what takes the arguments, or take the forbidden flags out";

    private protected override Repair? Mend(AnalyzedFile file, Finding finding) =>
        finding is not { Forbidden: { } clause, Method: { } method } ? null
        : clause.Use is { Length: > 0 } use ? CallInstead(file, finding, use)
        : DropFlag(file, finding, clause, method);

    private static Repair? CallInstead(AnalyzedFile file, Finding finding, string use)
    {
        if (finding.Node.FirstAncestorOrSelf<InvocationExpressionSyntax>(call => IsOfCall(call, finding.Node)) is not { } call ||
            CallSyntax.NameOf(call) is not { } name)
        {
            return null;
        }

        var instead = MemberKey.LastPart(use);
        var after = BothEnds.With(file, call.Span, new[] { new TextChange(name.Identifier.Span, instead) });
        return after is not null && Trial.IsHarmless(file, after, f => f == finding, _ => false, FindingKind.NotMarked)
            ? new Repair($"Call '{instead}' instead of '{name.Identifier.Text}'", after)
            : null;
    }

    private static bool IsOfCall(InvocationExpressionSyntax call, SyntaxNode argument) =>
        argument == call || (argument.Parent is ArgumentSyntax written && call.ArgumentList.Arguments.Contains(written)) ||
        call.Expression is MemberAccessExpressionSyntax access && access.Expression == argument;

    private static Repair? DropFlag(AnalyzedFile file, Finding finding, ForbidClause clause, IMethodSymbol method)
    {
        if (clause.When.Tests is not { Length: 1 } tests || tests[0] is not { Operator: TestOperator.Has, Left.Kind: OperandKind.Parameter, Right.Kind: OperandKind.Constant } test ||
            finding.Node.Parent is not ArgumentSyntax || finding.Node is not ExpressionSyntax argument)
        {
            return null;
        }

        var type = (method.ReducedFrom ?? method).OriginalDefinition.Parameters[test.Left.Ordinal].Type;
        if (new DroppedFlag(file, type, test.Right.Constant).From(argument) is not { } edit)
        {
            return null;
        }

        return SingleRepair.First(file, finding, new[] { ($"Do not pass '{ConditionWords.ValueOf(test, method)}'", edit) });
    }
}
