using System.Collections.Immutable;
using Acquit.Analyzers.Contracts.Language;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Contracts.Reading;

/// <summary>What contract files say of a method: under its own id and its property's, else what they say of all methods of its type.</summary>
internal static class FileClauses
{
    /// <summary>The clauses of the best file that has a block for the method, else those on its type; false when there are none.</summary>
    /// <remarks>A block on a method stands instead of what is said of its type, so that an empty one takes the method out.</remarks>
    public static bool TryFind(IMethodSymbol method, ImmutableArray<FileIndex> files, out ImmutableArray<Clause> clauses)
    {
        foreach (var index in files)
        {
            if (TryFind(method, index, out clauses))
            {
                return true;
            }
        }

        clauses = TypeClauses.MayHoldOf(method)
            ? files.SelectMany(index => OfType(method, index)).ToImmutableArray()
            : ImmutableArray<Clause>.Empty;
        return !clauses.IsEmpty;
    }

    /// <summary>Whether what a file says of a property holds of one of its accessors.</summary>
    public static bool HoldsOfAccessor(Clause clause, IMethodSymbol accessor) => clause switch
    {
        { Verb: Verb.RunsIn } => false,
        { Verb: Verb.OnlyIn or Verb.NotIn } => true,
        { Verb: Verb.TellsHeld or Verb.Carries } or { Subject.Kind: SubjectKind.Return } => accessor.MethodKind == MethodKind.PropertyGet,
        { Subject: { Kind: SubjectKind.Parameter, Phrase.Text: "value" } } => accessor.MethodKind == MethodKind.PropertySet,
        _ => true,
    };

    private static bool TryFind(IMethodSymbol method, FileIndex files, out ImmutableArray<Clause> clauses)
    {
        clauses = ImmutableArray<Clause>.Empty;
        if (!files.MemberKeys.Contains(MemberKey.Of(method)))
        {
            return false;
        }

        var found = files.TryGetClauses(method.GetDocumentationCommentId(), out clauses);
        if (method.AssociatedSymbol is IPropertySymbol property && files.TryGetClauses(property.GetDocumentationCommentId(), out var ofProperty))
        {
            ofProperty = ofProperty.RemoveAll(clause => !HoldsOfAccessor(clause, method));
            clauses = found ? clauses.AddRange(ofProperty) : ofProperty;
            found |= !ofProperty.IsEmpty;
        }

        return found;
    }

    private static IEnumerable<Clause> OfType(IMethodSymbol method, FileIndex files) =>
        files.TypeNames.Contains(method.ContainingType.Name) && files.TryGetClauses(method.ContainingType.GetDocumentationCommentId(), out var clauses)
            ? TypeClauses.On(method, clauses)
            : Enumerable.Empty<Clause>();
}
