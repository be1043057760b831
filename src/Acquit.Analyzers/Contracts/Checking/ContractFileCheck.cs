using System.Collections.Immutable;
using Acquit.Analyzers.Contracts.Binding;
using Acquit.Analyzers.Contracts.Language;
using Acquit.Analyzers.Contracts.Reading;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Contracts.Checking;

/// <summary>Finds the mistakes in a contract file: lines that cannot be read, and what they say of the members they name.</summary>
internal static class ContractFileCheck
{
    /// <summary>The errors of a file, placed in its text.</summary>
    /// <param name="kinds">The kinds that all contracts in sight speak of; null when it is not asked whether they match.</param>
    public static IEnumerable<ContractError> Errors(
        ContractFile file, Compilation compilation, CancellationToken cancellationToken, Func<KindsInSight>? kinds = null)
    {
        var errors = new List<ContractError>(file.Errors);
        var clauses = file.Blocks.SelectMany(block => block.Clauses).ToList();
        var mistyped = UnreleasedKinds.In(file).ToList();
        if (kinds is not null)
        {
            mistyped.AddRange(KindsInSight.Unreleased(clauses, kinds).Where(kind => mistyped.TrueForAll(other => other.Acquired != kind.Acquired)).ToList());
        }

        var releaseNames = ReleaseNamesIn(file, compilation, MistypedKind.ByRelease(mistyped));
        foreach (var block in file.Blocks)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var symbols = DocumentationCommentId.GetSymbolsForDeclarationId(block.Id.Text, compilation);
            if (symbols.IsEmpty)
            {
                errors.Add(block.Id.Error(UnknownMember.Message(block.Id.Text, compilation)));
                continue;
            }

            if (block.On is { } on && DocumentationCommentId.GetFirstSymbolForDeclarationId(on.Text, compilation) is null)
            {
                errors.Add(on.Error(UnknownMember.Message(on.Text, compilation)));
            }

            // Where several assemblies define the member, what fits one of them is right.
            errors.AddRange(symbols.Select(symbol => Errors(block, symbol, releaseNames)).OrderBy(found => found.Count).First());
        }

        errors.AddRange(mistyped.Select(kind => kind.Error(clauses, file.LineOf)).Where(error => errors.TrueForAll(other => other.Start != error.Start)).ToList());
        errors.AddRange(kinds is null ? Enumerable.Empty<ContractError>() : KindsInSight.Unacquired(clauses, kinds).Where(error => errors.TrueForAll(other => other.Start != error.Start)).ToList());
        errors.AddRange(kinds is null ? Enumerable.Empty<ContractError>() : KindsInSight.Slips(clauses, kinds)
            .Where(slip => errors.TrueForAll(other => other.Start != slip.Error.Start && !(slip.Clause.ReleasedBy is { } by && other.Start == by.Start)))
            .Select(slip => slip.Error).ToList());
        return errors.Distinct().OrderBy(error => error.Start);
    }

    private static ReleaseNames ReleaseNamesIn(ContractFile file, Compilation compilation, ILookup<string, string> mistyped)
    {
        var clauses = file.Blocks.GroupBy(block => block.Id.Text).ToDictionary(blocks => blocks.Key, blocks => blocks.SelectMany(block => block.Clauses).ToList());
        return new ReleaseNames(
            compilation,
            method => method.GetDocumentationCommentId() is { } id && clauses.TryGetValue(id, out var said) ? MistypedKind.Mended(said, mistyped) : Enumerable.Empty<Clause>(),
            clauses.Keys.Select(UnknownMember.NameIn).Distinct().ToImmutableArray());
    }

    private static List<ContractError> Errors(ContractBlock block, ISymbol symbol, ReleaseNames releaseNames)
    {
        var errors = new List<ContractError>();
        switch (symbol)
        {
            case IMethodSymbol method:
                ContractBinder.Bind(method, block.Clauses, errors, releaseNames);
                break;
            case IPropertySymbol property:
                OfProperty(block, property, errors);
                break;
            case IFieldSymbol field:
                OnlyRunsIn(block, field.Type, "field", errors);
                break;
            case IEventSymbol @event:
                OnlyRunsIn(block, @event.Type, "event", errors);
                break;
            case INamedTypeSymbol { TypeKind: TypeKind.Delegate } type:
                OnlyRunsIn(block, type, "delegate type", errors);
                break;
            case INamedTypeSymbol type:
                errors.AddRange(block.Clauses.Select(clause => OfType(clause, type)).OfType<ContractError>());
                break;
        }

        return errors;
    }

    private static ContractError? OfType(Clause clause, INamedTypeSymbol type)
    {
        if (clause.Verb == Verb.Carries)
        {
            return CodeOfType.ErrorIn(clause);
        }

        if (!TypeClauses.CanBeSaid(clause))
        {
            return clause.VerbPhrase.Error("of a type it can only be said that 'parameters', or the parameters of a name, borrow");
        }

        var name = clause.Subject.Phrase.Text;
        var names = type.GetMembers().OfType<IMethodSymbol>().SelectMany(method => method.Parameters).Select(parameter => parameter.Name);
        return clause.Subject.Kind == SubjectKind.AllParameters || names.Contains(name)
            ? null
            : clause.Subject.Phrase.Error($"no method of '{type.Name}' has a parameter '{name}'{NearName.Question(name, names.Distinct())}");
    }

    private static void OfProperty(ContractBlock block, IPropertySymbol property, List<ContractError> errors)
    {
        foreach (var clause in block.Clauses)
        {
            if (clause.Verb == Verb.RunsIn)
            {
                RunsIn(clause, property.Type, errors);
            }
            else if (new[] { property.GetMethod, property.SetMethod }.FirstOrDefault(accessor =>
                accessor is not null && FileClauses.HoldsOfAccessor(clause, accessor)) is { } accessor)
            {
                ContractBinder.Bind(accessor, new[] { clause }, errors);
            }
            else
            {
                errors.Add(clause.Subject.Phrase.Error($"'{property.Name}' has no accessor that this could be said of"));
            }
        }
    }

    private static void OnlyRunsIn(ContractBlock block, ITypeSymbol type, string what, List<ContractError> errors)
    {
        foreach (var clause in block.Clauses)
        {
            if (clause.Verb == Verb.RunsIn)
            {
                RunsIn(clause, type, errors);
            }
            else if (clause.Verb == Verb.Carries && what == "field")
            {
                if (CodeOfType.ErrorIn(clause) is { } error)
                {
                    errors.Add(error);
                }
            }
            else
            {
                errors.Add(clause.VerbPhrase.Error($"of a {what} it can only be said in which context the code in it runs ('runsin')"));
            }
        }
    }

    private static void RunsIn(Clause clause, ITypeSymbol type, List<ContractError> errors)
    {
        if (clause.Subject.Kind is not (SubjectKind.This or SubjectKind.Method) && clause.Subject.Phrase.Text != "value")
        {
            errors.Add(clause.Subject.Phrase.Error("expected 'this': the clause speaks of the member as such"));
        }

        if (CodeContext.ErrorIn(clause, type) is { } error)
        {
            errors.Add(error);
        }
    }
}
