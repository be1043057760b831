using Acquit.Analyzers.Contracts.Language;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.Analyzers.Contracts.Reading;

/// <summary>Turns contract attributes into clauses. Attributes are known by full name, whatever assembly they come from.</summary>
internal readonly struct AttributeReader
{
    private readonly SyntaxTree? _located;
    private readonly CancellationToken _cancellationToken;

    private AttributeReader(SyntaxTree? located, CancellationToken cancellationToken)
    {
        _located = located;
        _cancellationToken = cancellationToken;
    }

    /// <summary>Reads what attributes say; nothing is looked up in syntax, and the places of the phrases mean nothing.</summary>
    public static AttributeReader Unlocated => default;

    /// <summary>Reads what attributes in one tree say, with the places of their arguments in that tree.</summary>
    public static AttributeReader In(SyntaxTree tree, CancellationToken cancellationToken) => new(tree, cancellationToken);

    /// <summary>Everything that attributes say of a method or accessor, its result and its parameters.</summary>
    public List<Clause> Of(IMethodSymbol method)
    {
        var clauses = All(method);
        clauses.RemoveAll(clause => clause.Verb == Verb.Carries);
        return clauses;
    }

    /// <summary>The sorts of code that attributes name, of a method, accessor, field or type.</summary>
    public List<Clause> CodesOf(ISymbol symbol)
    {
        var clauses = new List<Clause>();
        if (symbol is IMethodSymbol method)
        {
            clauses = All(method);
        }
        else
        {
            Add(clauses, symbol.GetAttributes(), SubjectKind.Method);
        }

        clauses.RemoveAll(clause => clause.Verb != Verb.Carries);
        return clauses;
    }

    private List<Clause> All(IMethodSymbol method)
    {
        var clauses = new List<Clause>();
        Add(clauses, method.GetAttributes(), SubjectKind.Method);
        Add(clauses, method.GetReturnTypeAttributes(), SubjectKind.Return);
        foreach (var parameter in method.Parameters)
        {
            Add(clauses, parameter.GetAttributes(), SubjectKind.Parameter, parameter.Ordinal);
        }

        if (method.AssociatedSymbol is IPropertySymbol property)
        {
            var ofProperty = new List<Clause>();
            Add(ofProperty, property.GetAttributes(), SubjectKind.Method);
            clauses.AddRange(ofProperty.Where(clause => HoldsOfAccessor(clause.Verb, method)));
        }

        return clauses;
    }

    /// <summary>The contexts that attributes of a property, field, event, parameter or delegate type name.</summary>
    public IEnumerable<Clause> RunsInOf(ISymbol symbol)
    {
        var clauses = new List<Clause>();
        Add(clauses, symbol.GetAttributes(), SubjectKind.Method);
        return clauses.Where(clause => clause.Verb == Verb.RunsIn);
    }

    /// <summary>The verb of an attribute, if it is a contract attribute.</summary>
    public static Verb? VerbOf(INamedTypeSymbol? attribute) =>
        attribute is { ContainingType: null, ContainingNamespace: { Name: Vocabulary.Namespace, ContainingNamespace.IsGlobalNamespace: true } }
            ? Vocabulary.VerbOfAttribute(attribute.Name)
            : null;

    // What a property's RunsIn says holds of the code assigned to it, not of its accessors; what it tells, its getter tells.
    private static bool HoldsOfAccessor(Verb verb, IMethodSymbol accessor) => verb switch
    {
        Verb.TellsHeld or Verb.Carries => accessor.MethodKind == MethodKind.PropertyGet,
        Verb.RunsIn => false,
        _ => true,
    };

    private void Add(
        List<Clause> clauses, System.Collections.Immutable.ImmutableArray<AttributeData> attributes, SubjectKind kind, int ordinal = -1)
    {
        foreach (var attribute in attributes)
        {
            if (VerbOf(attribute.AttributeClass) is { } verb && Read(attribute, verb, kind, ordinal) is { } clause)
            {
                clauses.Add(clause);
            }
        }
    }

    private Clause? Read(AttributeData attribute, Verb verb, SubjectKind kind, int ordinal)
    {
        var syntax = _located is not null && attribute.ApplicationSyntaxReference is { } reference && reference.SyntaxTree == _located
            ? reference.GetSyntax(_cancellationToken) as AttributeSyntax
            : null;
        if ((_located is not null && syntax is null) || HasErrors(attribute, syntax))
        {
            return null;
        }

        var name = syntax is null ? default : new Phrase(syntax.Name.ToString(), syntax.Name.SpanStart, syntax.Name.Span.Length, Exact: false);
        var clause = new Clause(new Subject(kind, name, ordinal), verb, name with { Text = Vocabulary.WordOf(verb) });
        if (Vocabulary.SubjectOf(verb) is not null)
        {
            var argument = attribute.ConstructorArguments.Length > 0 ? ValueOf(attribute.ConstructorArguments[0]) as string : null;
            clause = clause with { Object = Placed(argument ?? "", syntax, argument: null) };
        }

        foreach (var named in attribute.NamedArguments)
        {
            clause = ValueOf(named.Value) switch
            {
                string text => With(clause, named.Key, Placed(text, syntax, named.Key), syntax),
                true when Enum.TryParse<Keyword>(named.Key, out var flag) && Vocabulary.IsFlag(flag) => clause.With(flag),
                _ => clause,
            };
        }

        return clause;
    }

    // What the compiler does not understand is its to report, and says nothing.
    private static bool HasErrors(AttributeData attribute, AttributeSyntax? syntax) =>
        attribute.AttributeConstructor is not { } constructor
        || constructor.Parameters.Length != attribute.ConstructorArguments.Length
        || attribute.ConstructorArguments.Any(argument => argument.Kind == TypedConstantKind.Error)
        || attribute.NamedArguments.Any(argument => argument.Value.Kind == TypedConstantKind.Error)
        || syntax?.ArgumentList?.Arguments.Count(argument => argument.NameEquals is not null) is { } written && written != attribute.NamedArguments.Length;

    // While an attribute is being typed, or in somebody's copy of it, an argument can be an array, which has no value.
    private static object? ValueOf(TypedConstant constant) => constant.Kind == TypedConstantKind.Array ? null : constant.Value;

    private static Clause With(Clause clause, string property, Phrase phrase, AttributeSyntax? syntax) => property switch
    {
        nameof(Keyword.When) => clause with { When = phrase },
        nameof(Keyword.Count) => clause with { Count = phrase },
        nameof(Keyword.Start) => clause with { Start = phrase },
        nameof(Keyword.ReleasedBy) => clause with
        {
            ReleasedBy = phrase,
            ReleasedByIsBound = Argument(syntax, property)?.Expression is not (null or LiteralExpressionSyntax),
        },
        nameof(Keyword.Enters) => clause with { Enters = phrase },
        nameof(Keyword.Implies) => clause with { Implies = phrase },
        nameof(Keyword.Order) => clause with { Order = phrase },
        nameof(Keyword.Passing) => clause with { Passing = phrase },
        nameof(Keyword.Of) => clause with { Of = phrase },
        nameof(Keyword.Use) => clause with { Use = phrase },
        nameof(Keyword.Under) => clause with { Under = phrase },
        nameof(Keyword.PinnedBy) => clause with { PinnedBy = phrase },
        nameof(Keyword.Spares) => clause with { Spares = phrase },
        nameof(Keyword.Because) => clause with { Because = phrase },
        _ => clause,
    };

    private static Phrase Placed(string text, AttributeSyntax? syntax, string? argument)
    {
        if (syntax is null)
        {
            return new Phrase(text, 0, 0, Exact: false);
        }

        var expression = Argument(syntax, argument)?.Expression;
        if (expression is null)
        {
            return new Phrase(text, syntax.SpanStart, syntax.Span.Length, Exact: false);
        }

        // Inside a literal without escapes, characters of the value stand where they stand in the source.
        if (expression is LiteralExpressionSyntax literal && literal.IsKind(SyntaxKind.StringLiteralExpression))
        {
            var opening = literal.Token.Text.IndexOf('"') + 1;
            if (string.CompareOrdinal(literal.Token.Text, opening, text, 0, text.Length) == 0
                && literal.Token.Text.Length == opening + text.Length + 1)
            {
                return string.IsNullOrWhiteSpace(text)
                    ? new Phrase(text, literal.SpanStart, literal.Span.Length, Exact: false)
                    : new Phrase(text, literal.SpanStart + opening, text.Length, Exact: true);
            }
        }

        return new Phrase(text, expression.SpanStart, expression.Span.Length, Exact: false);
    }

    // The argument of a property, or the first positional one.
    private static AttributeArgumentSyntax? Argument(AttributeSyntax? syntax, string? property) =>
        syntax?.ArgumentList?.Arguments.FirstOrDefault(argument => argument.NameEquals?.Name.Identifier.ValueText == property);
}
