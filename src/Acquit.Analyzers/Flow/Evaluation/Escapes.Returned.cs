using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.Analyzers.Flow;

// What the caller gets, though a finally block has released it on the way out.
internal sealed partial class Escapes
{
    /// <summary>The method is left through finally blocks. A mistake when one of them has released what is returned.</summary>
    public void CheckReturned(World world)
    {
        if (world.ExitNode is not { } node || !world.Places.TryGetValue(Place.Returned, out var returned) || returned.IsConstant)
        {
            return;
        }

        var value = Holder(returned, out _);
        var released = world.Resources.Find(r =>
            r.Key == value && r is { Status: Status.Released, Owned: true, IsContainer: false, PendingRelease: null, Unsure: false, Reported: false, ReleasedAt: not null });
        if (released is not null && (IsReleasedByUsing(released) ||
            (released.ReleasedAt!.Syntax.FirstAncestorOrSelf<FinallyClauseSyntax>() is { } last && !last.Span.Contains(node.Span) && IsPlain(last, world))))
        {
            ReportUse(released, node, null, world);
        }
    }

    // The end of a using, which is a finally block that the compiler writes.
    private static bool IsReleasedByUsing(Resource released) =>
        released.ReleasedAt is { IsImplicit: true, Syntax: UsingStatementSyntax or LocalDeclarationStatementSyntax or VariableDeclaratorSyntax or VariableDeclarationSyntax or ExpressionSyntax { Parent: UsingStatementSyntax } };

    // Nothing was decided in there that might have gone the other way: it might tell what is returned from what is not.
    private static bool IsPlain(FinallyClauseSyntax last, World world)
    {
        for (var step = world.Trail; step is not null; step = step.Previous)
        {
            if (step is { Kind: StepKind.Branch, IsOpen: true } && last.Span.Contains(step.Node.Span))
            {
                return false;
            }
        }

        return true;
    }

    // What a part of something, or a view of it, belongs to.
    private Value Holder(Value value, out bool isView)
    {
        isView = false;
        while (value.Offset == 0 && Symbols[value.Symbol] is { Origin: Origin.Slice or Origin.View } part)
        {
            isView |= part.Origin == Origin.View;
            value = part.Base;
        }

        return value;
    }
}
