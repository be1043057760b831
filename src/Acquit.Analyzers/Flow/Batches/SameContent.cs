using Acquit.Analyzers.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Acquit.Analyzers.Flow.Batches;

/// <summary>Whether what is given back beside something is what that was made of: all of it, and still the same.</summary>
internal sealed class SameContent
{
    private readonly SemanticModel _model;
    private readonly ContractTable _contracts;
    private readonly CancellationToken _cancellationToken;

    public SameContent(SemanticModel model, ContractTable contracts, CancellationToken cancellationToken)
    {
        (_model, _contracts, _cancellationToken) = (model, contracts, cancellationToken);
    }

    /// <param name="call">The call that makes it.</param>
    /// <param name="holder">What it is kept in.</param>
    public bool Is(InvocationExpressionSyntax call, IMethodSymbol maker, OwningClauses clauses, OwningPair pair, Holder holder)
    {
        if (new Stretches(_model, _cancellationToken).Of(call, maker, clauses.Content, clauses.Count) is not { From.IsZero: true } made || IsInOwnLoop(call, pair))
        {
            return false;
        }

        if (pair.LookUp is { } loop)
        {
            return holder.Is(loop.Source) || IsFilledFrom(made, loop, call);
        }

        return pair.Stretch is { From.IsZero: true } given && AreSame(made.Array, given.Array, call, pair) && AreSame(made, given, call, pair);
    }

    // The array was filled by the same look-up in the same thing.
    private bool IsFilledFrom(Stretch made, LookUpLoop loop, InvocationExpressionSyntax call)
    {
        var member = call.FirstAncestorOrSelf<MemberDeclarationSyntax>()!;
        var array = Symbol(made.Array);
        var fills = member.DescendantNodes().OfType<AssignmentExpressionSyntax>()
            .Where(a => a.Left is ElementAccessExpressionSyntax element && SymbolEqualityComparer.Default.Equals(Symbol(element.Expression), array)).ToList();
        return array is not null && fills.Count > 0 && fills.TrueForAll(fill => LookUps(fill.Right, member).Any(found =>
            SymbolEqualityComparer.Default.Equals(Symbol(found), loop.Looker) && loop.LooksInto(found)));
    }

    private IEnumerable<InvocationExpressionSyntax> LookUps(ExpressionSyntax value, SyntaxNode member)
    {
        if (Holder.NameIn(value) is { } name && Symbol(name) is ILocalSymbol local)
        {
            return member.DescendantNodes().OfType<InvocationExpressionSyntax>().Where(c =>
                (c.FirstAncestorOrSelf<VariableDeclaratorSyntax>() is { } declarator && declarator.Identifier.ValueText == local.Name) ||
                (c.Parent is AssignmentExpressionSyntax { Left: IdentifierNameSyntax left } && left.Identifier.ValueText == local.Name) ||
                (c.Parent is IsPatternExpressionSyntax { Pattern: RecursivePatternSyntax { Designation: SingleVariableDesignationSyntax found } } && found.Identifier.ValueText == local.Name));
        }

        return value.DescendantNodesAndSelf().OfType<InvocationExpressionSyntax>();
    }

    private bool AreSame(Stretch made, Stretch given, InvocationExpressionSyntax call, OwningPair pair) => (IsWhole(made), IsWhole(given)) switch
    {
        (true, true) => true,
        (true, false) => given.To is { Offset: 0, Expression: { } count } && IsLength(count, made.Array, call, pair),
        (false, true) => made.To is { Offset: 0, Expression: { } count } && IsLength(count, given.Array, call, pair),
        _ => EndTogether(made, given, call, pair),
    };

    // The array was made that long, and is no other since.
    private bool IsLength(ExpressionSyntax count, ExpressionSyntax array, InvocationExpressionSyntax call, OwningPair pair) =>
        Holder.Of(array, _model, _cancellationToken) is { IsField: false } local && local.Values().ToList() is { Count: 1 } only &&
        only[0].Value is ArrayCreationExpressionSyntax { Type.RankSpecifiers: { Count: 1 } rank } && rank[0].Sizes.Count == 1 &&
        AreSame(rank[0].Sizes[0], count, call, pair) && Symbol(count) is { } symbol &&
        Writes(symbol, local.Scope).All(w => w.SpanStart < only[0].At.SpanStart || pair.Put.Span.Contains(w.Span));

    private bool EndTogether(Stretch made, Stretch given, InvocationExpressionSyntax call, OwningPair pair) =>
        (made.To.Offset == given.To.Offset && (made.To.Expression, given.To.Expression) switch
        {
            (null, null) => true,
            ({ } one, { } other) => AreSame(one, other, call, pair),
            _ => false,
        });

    private static bool IsWhole(Stretch stretch) => stretch.IsWhole ||
        (stretch.To is { Offset: 0, Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Length" } length } && SyntaxFactory.AreEquivalent(length.Expression, stretch.Array));

    // The same variable, or a local one and the field that it is put into; set before the call and not after.
    private bool AreSame(ExpressionSyntax one, ExpressionSyntax other, InvocationExpressionSyntax call, OwningPair pair)
    {
        if (_model.GetConstantValue(one, _cancellationToken) is { HasValue: true, Value: { } number })
        {
            return _model.GetConstantValue(other, _cancellationToken) is { HasValue: true, Value: { } same } && number.Equals(same);
        }

        if (one is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Length" } length && other is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Length" } otherLength)
        {
            return AreSame(length.Expression, otherLength.Expression, call, pair);
        }

        if (Symbol(Holder.NameIn(one)) is not { } first || Symbol(Holder.NameIn(other)) is not { } second)
        {
            return false;
        }

        var member = call.FirstAncestorOrSelf<MemberDeclarationSyntax>()!;
        if (!SymbolEqualityComparer.Default.Equals(first, second) && !(second is IFieldSymbol && member.DescendantNodes().OfType<AssignmentExpressionSyntax>().Any(a =>
            a.IsKind(SyntaxKind.SimpleAssignmentExpression) && SymbolEqualityComparer.Default.Equals(Symbol(Holder.NameIn(a.Left)), second) && SymbolEqualityComparer.Default.Equals(Symbol(Holder.NameIn(a.Right)), first))))
        {
            return false;
        }

        return IsKept(first, call, pair) && IsKept(second, call, pair);
    }

    private bool IsKept(ISymbol symbol, InvocationExpressionSyntax call, OwningPair pair)
    {
        if (symbol is IParameterSymbol { RefKind: not RefKind.None } or IPropertySymbol)
        {
            return false;
        }

        var member = call.FirstAncestorOrSelf<MemberDeclarationSyntax>()!;
        if (symbol is not IFieldSymbol field)
        {
            return !Writes(symbol, member).Any(w => w.SpanStart > call.Span.End && !pair.Put.Span.Contains(w.Span)) && !IsHandedOn(symbol, member, call, pair);
        }

        if (field.DeclaredAccessibility != Accessibility.Private || field.ContainingType.DeclaringSyntaxReferences.Length != 1)
        {
            return field.IsReadOnly && !Writes(field, member.Parent!).Any(w => w is ElementAccessExpressionSyntax);
        }

        return Writes(field, field.ContainingType.DeclaringSyntaxReferences[0].GetSyntax(_cancellationToken)).All(write =>
            write.FirstAncestorOrSelf<MemberDeclarationSyntax>() is { } writer &&
            (writer is ConstructorDeclarationSyntax || writer == member || write.Parent is AssignmentExpressionSyntax { Right: var value } && IsNothing(value)) &&
            (writer != member || write.SpanStart < call.SpanStart || (write.Parent is AssignmentExpressionSyntax { Right: var kept } && (Holder.NameIn(kept) is not null || IsNothing(kept)))));
    }

    // Who gets an array may put something else into it; of calls with a contract it is known what they do.
    private bool IsHandedOn(ISymbol symbol, SyntaxNode member, InvocationExpressionSyntax call, OwningPair pair) =>
        (symbol is ILocalSymbol { Type.IsReferenceType: true } or IParameterSymbol { Type.IsReferenceType: true }) &&
        member.DescendantNodes(TextSpan.FromBounds(call.Span.End, Math.Max(call.Span.End, pair.Put.SpanStart))).OfType<IdentifierNameSyntax>().Any(name =>
            name.Identifier.ValueText == symbol.Name && name.SpanStart > call.Span.End && name.SpanStart < pair.Put.SpanStart && MayChange(name) &&
            SymbolEqualityComparer.Default.Equals(Symbol(name), symbol));

    private bool MayChange(IdentifierNameSyntax name) => name.Parent switch
    {
        EqualsValueClauseSyntax => true,
        ArgumentSyntax { Parent: ArgumentListSyntax { Parent: { } called } } => Symbol(called) is not IMethodSymbol method || _contracts.Of(method) is null,
        _ => false,
    };

    private bool IsNothing(ExpressionSyntax value) =>
        value is LiteralExpressionSyntax { RawKind: (int)SyntaxKind.NullLiteralExpression or (int)SyntaxKind.DefaultLiteralExpression } ||
        _model.GetConstantValue(value, _cancellationToken) is { HasValue: true, Value: 0 };

    // What is written: the variable, or an element of it.
    private IEnumerable<ExpressionSyntax> Writes(ISymbol symbol, SyntaxNode within)
    {
        foreach (var name in within.DescendantNodes().OfType<IdentifierNameSyntax>().Where(n => n.Identifier.ValueText == symbol.Name))
        {
            ExpressionSyntax whole = name.Parent is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } access && access.Name == name ? access : name;
            if (whole.Parent is ElementAccessExpressionSyntax element && element.Expression == whole)
            {
                whole = element;
            }

            var isWritten = whole.Parent switch
            {
                AssignmentExpressionSyntax assignment => assignment.Left == whole,
                PrefixUnaryExpressionSyntax prefix => prefix.IsKind(SyntaxKind.PreIncrementExpression) || prefix.IsKind(SyntaxKind.PreDecrementExpression),
                PostfixUnaryExpressionSyntax postfix => postfix.IsKind(SyntaxKind.PostIncrementExpression) || postfix.IsKind(SyntaxKind.PostDecrementExpression),
                ArgumentSyntax argument => argument.RefKindKeyword.RawKind != 0 || argument.Parent is TupleExpressionSyntax { Parent: AssignmentExpressionSyntax },
                RefExpressionSyntax => true,
                _ => false,
            };
            if (isWritten && SymbolEqualityComparer.Default.Equals(Symbol(name), symbol))
            {
                yield return whole;
            }
        }
    }

    // One round makes it, and another one gives it back.
    private static bool IsInOwnLoop(InvocationExpressionSyntax call, OwningPair pair) => call.Ancestors()
        .TakeWhile(n => n is not MemberDeclarationSyntax)
        .Any(n => n is ForStatementSyntax or ForEachStatementSyntax or WhileStatementSyntax or DoStatementSyntax && !n.Span.Contains(pair.Put.SpanStart));

    private ISymbol? Symbol(SyntaxNode? node) => node is null ? null : _model.GetSymbolInfo(node, _cancellationToken).Symbol;
}
