using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Flow;
using Acquit.Analyzers.Flow.Locks;
using Acquit.Analyzers.Rules;
using Acquit.CodeFixes.Trying;
using Acquit.CodeFixes.Writing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Acquit.CodeFixes;

/// <summary>ACQ301: takes the lock before the statement that needs it, and gives it back after it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(TakeTheLock))]
public sealed class TakeTheLock : RepairProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(Descriptors.LockNotHeld.Id);

    internal override string TitleOfAll => "Take the lock around the call";

    private protected override Repair? Mend(AnalyzedFile file, Finding finding)
    {
        // A lock that was tried in vain, or of which a weaker form is held, is not to be had here.
        if (finding is not { Standing: Standing.NeverTaken or Standing.GivenBack, Requirement: { } requirement } ||
            finding.Node.FirstAncestorOrSelf<StatementSyntax>() is not { } statement)
        {
            return null;
        }

        var edits =
            from take in file.Contracts.TakesOf(requirement.Kind)
            let clause = file.Contracts.Of(take)!.Acquires.First(a => a.Kind == requirement.Kind)
            where clause.When.Tests.IsEmpty && !clause.ReleasedBy.IsEmpty
            from lines in Pair(take, clause, finding.Holder)
            from edit in Edits(file, statement, lines.Take, lines.Release)
            select ($"Take the lock with '{take.Name}' around the call", edit);
        return SingleRepair.First(file, finding, edits, FindingKind.LockNotHeld);
    }

    // The two statements; nothing where a call of the pair needs more than what is locked.
    private static IEnumerable<(string Take, string Release)> Pair(IMethodSymbol take, AcquireClause clause, string? holder)
    {
        if (take.Parameters.Count(p => !p.IsOptional) != (clause.Target.Kind == TargetKind.Parameter ? 1 : 0))
        {
            yield break;
        }

        var type = take.ContainingType.Name;
        var release = Analyzers.Contracts.Reading.MemberKey.LastPart(clause.ReleasedBy[0]);
        switch (clause.Target.Kind)
        {
            case TargetKind.Receiver when holder is not null:
                yield return ($"{holder}.{take.Name}();", $"{holder}.{release}();");
                break;
            case TargetKind.Receiver:
                // The object itself.
                yield return ($"{take.Name}();", $"{release}();");
                break;
            case TargetKind.Ambient:
                yield return ($"{type}.{take.Name}();", $"{type}.{release}();");
                break;
            case TargetKind.Parameter when holder is not null:
                yield return ($"{type}.{take.Name}({holder});", $"{type}.{release}({holder});");
                break;
        }
    }

    private static IEnumerable<IReadOnlyList<TextChange>> Edits(AnalyzedFile file, StatementSyntax statement, string take, string release)
    {
        if (statement is ReturnStatementSyntax)
        {
            if (new TryFinally(file).Around(new[] { statement }, new[] { release }, Array.Empty<TextChange>(), take) is { } returning)
            {
                yield return returning;
            }
        }
        else if (new Insertion(file).Around(statement, new[] { take }, new[] { release }) is { } around)
        {
            yield return around;
        }
    }
}
