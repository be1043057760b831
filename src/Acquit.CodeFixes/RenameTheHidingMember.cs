using System.Collections.Immutable;
using Acquit.Analyzers.Rules;
using Acquit.CodeFixes.Usage;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Acquit.CodeFixes;

/// <summary>ACQ405: gives a member that hides an API a name of its own, with all its uses.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RenameTheHidingMember))]
public sealed class RenameTheHidingMember : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(Descriptors.HiddenApi.Id);

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => RenameAll.Instance;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (var diagnostic in context.Diagnostics.Where(d => FixableDiagnosticIds.Contains(d.Id)))
        {
            var start = diagnostic.Location.SourceSpan.Start;
            if (await OwnName.FindAsync(context.Document, start, context.CancellationToken).ConfigureAwait(false) is var (member, name))
            {
                context.RegisterCodeFix(
                    CodeAction.Create(
                        $"Rename '{member.Name}' to '{name}', with all its uses",
                        cancellationToken => OwnName.GiveAsync(context.Document, start, cancellationToken),
                        RenameAll.Key),
                    diagnostic);
            }
        }
    }
}
