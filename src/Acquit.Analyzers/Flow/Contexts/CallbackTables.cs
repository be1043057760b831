using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
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

        var initial = reference.GetSyntax(_cancellationToken) switch
        {
            VariableDeclaratorSyntax { Initializer.Value: var value } => value,
            PropertyDeclarationSyntax { Initializer.Value: var value } => value,
            PropertyDeclarationSyntax { ExpressionBody.Expression: var value } => value,
            _ => null,
        };
        var inConstructors = WritesInConstructors(member).Take(2).ToList();
        var making = initial is null
            ? inConstructors.Count == 1 && inConstructors[0] is AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression } only ? only.Right : null
            : inConstructors.Count == 0 ? initial : null;
        return making?.SyntaxTree == _model.SyntaxTree ? _model.GetOperation(making, _cancellationToken) as IObjectCreationOperation : null;
    }

    // What names it where it may be given a value, in whichever constructor: callbacks that are methods of the object can be named there only.
    private IEnumerable<SyntaxNode?> WritesInConstructors(ISymbol member) => member.ContainingType.Constructors
        .SelectMany(constructor => constructor.DeclaringSyntaxReferences)
        .Select(reference => reference.GetSyntax(_cancellationToken))
        .OfType<ConstructorDeclarationSyntax>()
        .SelectMany(constructor => constructor.DescendantNodes().OfType<IdentifierNameSyntax>())
        .Where(name => name.Identifier.ValueText == member.Name)
        .Select(name => name.Parent is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } own ? own : (ExpressionSyntax)name)
        .Where(IsWritten)
        .Select(target => target.Parent as AssignmentExpressionSyntax);

    // A member of the same name that an initializer fills is another object's.
    private static bool IsWritten(ExpressionSyntax target) => Writing.IsChanged(target) && target.Parent is not AssignmentExpressionSyntax { Parent: InitializerExpressionSyntax };
}
