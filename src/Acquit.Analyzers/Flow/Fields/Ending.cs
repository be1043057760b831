using System.Collections.Immutable;
using Acquit.Analyzers.Flow.Summaries;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.Analyzers.Flow.Fields;

internal enum EndingKind { Dispose, DisposeAsync, Finalizer }

/// <summary>A body by which an object of a type comes to its end, with what is passed to it then.</summary>
/// <param name="Method">The method whose body does the work: <c>Dispose(bool)</c> where <c>Dispose()</c> only calls that.</param>
internal sealed record Ending(EndingKind Kind, IMethodSymbol Method, SyntaxNode Body, ImmutableArray<(IParameterSymbol Parameter, long Value)> Arguments)
{
    /// <summary>The collector is told that there is nothing left to finalize.</summary>
    public bool SuppressesFinalizer { get; init; }

    /// <summary>A method that hands on to one that hands on, and so on.</summary>
    private const int MaxForwards = 3;

    /// <summary>Those that a type declares itself.</summary>
    public static IEnumerable<Ending> Of(INamedTypeSymbol type, BodyGraphs graphs, CancellationToken cancellationToken)
    {
        var compilation = graphs.Compilation;
        foreach (var (kind, member) in new[]
                 {
                     (EndingKind.Dispose, compilation.GetSpecialType(SpecialType.System_IDisposable).GetMembers(Conventions.Dispose).FirstOrDefault()),
                     (EndingKind.DisposeAsync, compilation.GetTypeByMetadataName("System.IAsyncDisposable")?.GetMembers("DisposeAsync").FirstOrDefault()),
                 })
        {
            if (member is not null && type.AllInterfaces.Contains(member.ContainingType, SymbolEqualityComparer.Default) &&
                EndOf(type, member, kind == EndingKind.Dispose) is { } end &&
                Follow(kind, end.Method, end.Arguments, type, graphs, cancellationToken) is { } ending)
            {
                yield return ending;
            }
        }

        if (type.GetMembers().OfType<IMethodSymbol>().FirstOrDefault(m => m.MethodKind == MethodKind.Destructor) is { } finalizer &&
            Follow(EndingKind.Finalizer, finalizer, ImmutableArray<(IParameterSymbol, long)>.Empty, type, graphs, cancellationToken) is { } last)
        {
            yield return last;
        }
    }

    private static (IMethodSymbol Method, ImmutableArray<(IParameterSymbol, long)> Arguments)? EndOf(INamedTypeSymbol type, ISymbol member, bool isDispose)
    {
        if (type.FindImplementationForInterfaceMember(member) is IMethodSymbol own && SymbolEqualityComparer.Default.Equals(own.ContainingType, type))
        {
            return (own, ImmutableArray<(IParameterSymbol, long)>.Empty);
        }

        if (!isDispose)
        {
            return null;
        }

        // Another end than the base class has; or what that calls from its own Dispose, as the pattern of .NET has it.
        var overrides = type.GetMembers(Conventions.Dispose).OfType<IMethodSymbol>().Where(m => m.IsOverride).ToList();
        return overrides.Find(m => m.Parameters.IsEmpty) is { } whole ? (whole, ImmutableArray<(IParameterSymbol, long)>.Empty)
            : overrides.Find(m => m.Parameters.Length == 1 && m.Parameters[0].Type.SpecialType == SpecialType.System_Boolean) is { } part ? (part, ImmutableArray.Create((part.Parameters[0], 1L)))
            : null;
    }

    private static Ending? Follow(
        EndingKind kind, IMethodSymbol method, ImmutableArray<(IParameterSymbol, long)> arguments, INamedTypeSymbol type, BodyGraphs graphs, CancellationToken cancellationToken)
    {
        var suppresses = false;
        for (var i = 0; i < MaxForwards; i++)
        {
            if (graphs.OwnDeclarationOf(method, cancellationToken) is not { } declaration || method.IsAbstract)
            {
                return null;
            }

            suppresses |= Finalization.IsEndedIn(declaration, graphs, cancellationToken);
            if (i == MaxForwards - 1 || ForwardedTo(declaration, type, graphs, cancellationToken) is not { } next)
            {
                return new Ending(kind, method, declaration, arguments) { SuppressesFinalizer = suppresses };
            }

            (method, arguments) = next;
        }

        return null;
    }

    // A body of calls only, one of which is to a method of the same object.
    private static (IMethodSymbol Method, ImmutableArray<(IParameterSymbol, long)> Arguments)? ForwardedTo(
        SyntaxNode declaration, INamedTypeSymbol type, BodyGraphs graphs, CancellationToken cancellationToken)
    {
        var calls = CallsOf(declaration);
        if (calls is null)
        {
            return null;
        }

        var model = graphs.ModelOf(declaration.SyntaxTree);
        (IMethodSymbol Method, ImmutableArray<(IParameterSymbol, long)> Arguments)? next = null;
        foreach (var call in calls)
        {
            if (model.GetSymbolInfo(call, cancellationToken).Symbol is not IMethodSymbol called)
            {
                return null;
            }

            if (Conventions.EndsFinalization(called))
            {
                continue;
            }

            if (next is not null || called.IsStatic || call.Expression is not (IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax }) ||
                !SymbolEqualityComparer.Default.Equals(called.ContainingType, type) || Constants(call, called, model, cancellationToken) is not { } constants)
            {
                return null;
            }

            next = (called, constants);
        }

        return next;
    }

    private static List<InvocationExpressionSyntax>? CallsOf(SyntaxNode declaration)
    {
        var (block, expression) = declaration switch
        {
            BaseMethodDeclarationSyntax method => (method.Body, method.ExpressionBody?.Expression),
            _ => (null, null),
        };
        var expressions = block is null
            ? new List<ExpressionSyntax?> { expression }
            : block.Statements.Select(s => (s as ExpressionStatementSyntax)?.Expression).ToList();
        return expressions.Count > 0 && expressions.TrueForAll(e => e is InvocationExpressionSyntax)
            ? expressions.Cast<InvocationExpressionSyntax>().ToList()
            : null;
    }

    private static ImmutableArray<(IParameterSymbol, long)>? Constants(InvocationExpressionSyntax call, IMethodSymbol called, SemanticModel model, CancellationToken cancellationToken)
    {
        var constants = ImmutableArray.CreateBuilder<(IParameterSymbol, long)>();
        foreach (var argument in call.ArgumentList.Arguments)
        {
            if (argument.NameColon is not null || constants.Count >= called.Parameters.Length || model.GetConstantValue(argument.Expression, cancellationToken).Value is not bool value)
            {
                return null;
            }

            constants.Add((called.Parameters[constants.Count], value ? 1 : 0));
        }

        return constants.Count == called.Parameters.Length ? constants.ToImmutable() : null;
    }
}
