using System.Collections.Immutable;
using Acquit.Analyzers.Contracts.Language;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Contracts.Reading;

/// <summary>What contract files say of a method, under its own id, that of its property, and that of its type.</summary>
internal static class FileClauses
{
    public static IEnumerable<Clause> Of(IMethodSymbol method, FileIndex files)
    {
        if (!files.MemberKeys.Contains(MemberKey.Of(method)))
        {
            return Enumerable.Empty<Clause>();
        }

        var own = ClausesOf(method, files);
        return method.AssociatedSymbol is IPropertySymbol property
            ? own.Concat(ClausesOf(property, files).Where(clause => HoldsOfAccessor(clause, method)))
            : own;
    }

    /// <summary>What is said of all methods of the type; a constructor is none of them.</summary>
    public static IEnumerable<Clause> OfType(IMethodSymbol method, FileIndex files) =>
        method.MethodKind != MethodKind.Constructor && method.ContainingType is { } type && files.TypeNames.Contains(type.Name)
            ? ClausesOf(type, files).Where(clause => clause.Subject.Kind == SubjectKind.AllParameters)
            : Enumerable.Empty<Clause>();

    /// <summary>The ordinals of parameters that some clause speaks of.</summary>
    public static ImmutableHashSet<int> ParametersNamedIn(IEnumerable<Clause> clauses, IMethodSymbol method) => clauses
        .Where(clause => clause.Subject.Kind == SubjectKind.Parameter)
        .Select(clause => clause.Subject.Ordinal >= 0
            ? clause.Subject.Ordinal
            : method.Parameters.FirstOrDefault(parameter => parameter.Name == clause.Subject.Phrase.Text)?.Ordinal ?? -1)
        .ToImmutableHashSet();

    /// <summary>Clauses on all parameters as clauses on each, except those named.</summary>
    public static IEnumerable<Clause> Spread(IEnumerable<Clause> clauses, IMethodSymbol method, ImmutableHashSet<int> except) =>
        from clause in clauses
        from parameter in method.Parameters
        where !except.Contains(parameter.Ordinal)
        select clause with { Subject = clause.Subject with { Kind = SubjectKind.Parameter, Ordinal = parameter.Ordinal } };

    /// <summary>Whether what a file says of a property holds of one of its accessors.</summary>
    public static bool HoldsOfAccessor(Clause clause, IMethodSymbol accessor) => clause switch
    {
        { Verb: Verb.RunsIn } => false,
        { Verb: Verb.OnlyIn or Verb.NotIn } => true,
        { Verb: Verb.TellsHeld } or { Subject.Kind: SubjectKind.Return } => accessor.MethodKind == MethodKind.PropertyGet,
        { Subject: { Kind: SubjectKind.Parameter, Phrase.Text: "value" } } => accessor.MethodKind == MethodKind.PropertySet,
        _ => true,
    };

    private static ImmutableArray<Clause> ClausesOf(ISymbol symbol, FileIndex files) =>
        symbol.GetDocumentationCommentId() is { } id ? files.ClausesOf(id) : ImmutableArray<Clause>.Empty;
}
