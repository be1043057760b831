using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Acquit.Analyzers.Flow.Contexts;

/// <summary>What is in a table of callbacks that is passed on, where the file shows how it was made and that it stays as it is.</summary>
internal sealed class CallbackTables
{
    private readonly SemanticModel _model;
    private readonly CancellationToken _cancellationToken;

    public CallbackTables(SemanticModel model, CancellationToken cancellationToken)
    {
        _model = model;
        _cancellationToken = cancellationToken;
    }

    /// <summary>The members that its initializer sets, and what to.</summary>
    public IEnumerable<(ISymbol Member, IOperation Value)> EntriesOf(IOperation table, IOperation body)
    {
        if (MakingOf(Evaluator.Unwrap(table), body) is not { Initializer: { } initializer })
        {
            yield break;
        }

        foreach (var assignment in initializer.Initializers.OfType<ISimpleAssignmentOperation>())
        {
            if (assignment.Target is IMemberReferenceOperation { Member: var member })
            {
                yield return (member, assignment.Value);
            }
        }
    }

    /// <summary>The delegate that a value is; null for none.</summary>
    public static IDelegateCreationOperation? CodeOf(IOperation value) => Evaluator.Unwrap(value) as IDelegateCreationOperation;

    private IObjectCreationOperation? MakingOf(IOperation table, IOperation body) => table switch
    {
        IObjectCreationOperation creation => creation,
        ILocalReferenceOperation local => MakingOf(local.Local, body),
        IFieldReferenceOperation { Field.IsReadOnly: true } field => Written(field.Field),
        IPropertyReferenceOperation { Property.SetMethod: null } property => Written(property.Property),
        _ => null,
    };

    // A variable that has this one value.
    private static IObjectCreationOperation? MakingOf(ILocalSymbol local, IOperation body)
    {
        IObjectCreationOperation? making = null;
        foreach (var operation in body.DescendantsAndSelf())
        {
            switch (operation)
            {
                case IVariableDeclaratorOperation { Initializer.Value: var value } declarator when SymbolEqualityComparer.Default.Equals(declarator.Symbol, local):
                    making = Evaluator.Unwrap(value) as IObjectCreationOperation;
                    break;
                case IAssignmentOperation { Target: ILocalReferenceOperation target } when SymbolEqualityComparer.Default.Equals(target.Local, local):
                case IArgumentOperation { Parameter.RefKind: not RefKind.None, Value: ILocalReferenceOperation passed } when SymbolEqualityComparer.Default.Equals(passed.Local, local):
                    return null;
            }
        }

        return making;
    }

    private IObjectCreationOperation? Written(ISymbol member)
    {
        if (member.DeclaringSyntaxReferences.Length != 1 || member.DeclaringSyntaxReferences[0] is not { } reference || reference.SyntaxTree != _model.SyntaxTree)
        {
            return null;
        }

        var value = reference.GetSyntax(_cancellationToken) switch
        {
            VariableDeclaratorSyntax { Initializer.Value: var initial } => initial,
            PropertyDeclarationSyntax { Initializer.Value: var initial } => initial,
            PropertyDeclarationSyntax { ExpressionBody.Expression: var expression } => expression,
            _ => null,
        };
        return value is null || IsAssignedIn(member) ? null : _model.GetOperation(value, _cancellationToken) as IObjectCreationOperation;
    }

    // A constructor may set it after all.
    private static bool IsAssignedIn(ISymbol member) => member.ContainingType.Constructors.Any(c => c.DeclaringSyntaxReferences.Any(r =>
        r.GetSyntax() is ConstructorDeclarationSyntax constructor && constructor.DescendantNodes().OfType<AssignmentExpressionSyntax>().Any(a =>
            (a.Left as IdentifierNameSyntax ?? (a.Left as MemberAccessExpressionSyntax)?.Name as IdentifierNameSyntax)?.Identifier.ValueText == member.Name)));
}
