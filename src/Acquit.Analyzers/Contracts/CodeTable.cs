using System.Collections.Concurrent;
using System.Collections.Immutable;
using Acquit.Analyzers.Contracts.Binding;
using Acquit.Analyzers.Contracts.Language;
using Acquit.Analyzers.Contracts.Reading;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Contracts;

/// <summary>Which values are codes of which sort, and what turns a code into one of another sort.</summary>
internal sealed class CodeTable
{
    private readonly Compilation _compilation;
    private readonly Annotations _annotations;
    private readonly ImmutableArray<FileIndex> _files;
    private readonly ConcurrentDictionary<IMethodSymbol, ImmutableArray<CodeClause>> _ofMethods = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<ISymbol, CodeClause?> _ofOthers = new(SymbolEqualityComparer.Default);
    private readonly Lazy<ImmutableArray<CodeConverter>> _converters;

    public CodeTable(Compilation compilation, Annotations annotations, ImmutableArray<FileIndex> files)
    {
        _compilation = compilation;
        _annotations = annotations;
        _files = files;
        Names = files.Aggregate(annotations.Names.Coded, (names, index) => AnnotatedNames.Union(names, index.Coded));
        Scanner = new NameScanner(Names);
        _converters = new(FindConverters);
    }

    /// <summary>The names in a text that codes, or what answers with one, go by.</summary>
    public ImmutableHashSet<string> Names { get; }

    public NameScanner Scanner { get; }

    /// <summary>The sort of code that a value of a type, a field, a parameter, or the result of a method is; null when that is not known.</summary>
    public string? Of(ISymbol symbol) => symbol switch
    {
        IMethodSymbol method => ClausesOf(method).FirstOrDefault(c => c.Target.IsReturn)?.Code ?? Of(method.ReturnType),
        IPropertySymbol { GetMethod: { } getter } => Of(getter),
        IParameterSymbol { ContainingSymbol: IMethodSymbol method } parameter =>
            ClausesOf(method).FirstOrDefault(c => c.Target == Target.Parameter(parameter.Ordinal))?.Code ?? Of(parameter.Type),
        IFieldSymbol field => OfOther(field)?.Code ?? OfConstant(field) ?? Of(field.Type),
        ILocalSymbol local => Of(local.Type),
        ITypeSymbol { TypeKind: TypeKind.Enum } type => OfOther(type)?.Code,
        _ => null,
    };

    /// <summary>Whether turning codes of one sort into another is what a method is there for: its contract says so.</summary>
    public bool IsConverter(IMethodSymbol method) => ConverterOf(method) is not null;

    /// <summary>What makes a code, as those of the type are, of codes of another sort; best first.</summary>
    /// <param name="type">The enum of the codes, or the class of their constants.</param>
    public IEnumerable<CodeConverter> Into(ITypeSymbol type, string sort) =>
        from name in OfOther(type)?.Use ?? ImmutableArray<string>.Empty
        from converter in _converters.Value
        where converter.From == sort && converter.To == OfOther(type)?.Code && converter.Method.Name == MemberKey.LastPart(name)
        select converter;

    // The constants of a class that names codes; those of an enum are of its type.
    private string? OfConstant(IFieldSymbol field) =>
        field is { IsConst: true, ContainingType: { TypeKind: not TypeKind.Enum } type } ? OfOther(type)?.Code : null;

    private CodeClause? OfOther(ISymbol symbol) =>
        Names.Contains(symbol.Name) ? _ofOthers.GetOrAdd(symbol.OriginalDefinition, FindOther) : null;

    private CodeClause? FindOther(ISymbol symbol)
    {
        var clauses = Clauses(symbol, symbol.GetDocumentationCommentId());
        return clauses.FirstOrDefault(c => c.Object is { Text.Length: > 0 }) is { } clause
            ? new CodeClause(Target.Return, clause.Object!.Value.Text, Condition.Always, NamesIn(clause.Use))
            : null;
    }

    private static ImmutableArray<string> NamesIn(Phrase? phrase) =>
        phrase?.Text.Split(',').Select(name => name.Trim()).Where(name => name.Length > 0).ToImmutableArray() ?? ImmutableArray<string>.Empty;

    private ImmutableArray<CodeClause> ClausesOf(IMethodSymbol method)
    {
        var definition = (method.ReducedFrom ?? method).OriginalDefinition;
        return Names.Contains(MemberKey.Of(definition)) ? _ofMethods.GetOrAdd(definition, FindClauses) : ImmutableArray<CodeClause>.Empty;
    }

    private ImmutableArray<CodeClause> FindClauses(IMethodSymbol method)
    {
        var clauses = Clauses(method, method.GetDocumentationCommentId());
        if (clauses.Count == 0 && method.AssociatedSymbol is IPropertySymbol property)
        {
            clauses = Clauses(method, property.GetDocumentationCommentId()).FindAll(clause => FileClauses.HoldsOfAccessor(clause, method));
        }

        if (clauses.Count > 0)
        {
            return ContractBinder.Bind(method, clauses, new List<ContractError>())?.Codes ?? ImmutableArray<CodeClause>.Empty;
        }

        var inherited = method.OverriddenMethod is { } overridden ? ClausesOf(overridden) : ImmutableArray<CodeClause>.Empty;
        return inherited.IsEmpty
            ? MemberContracts.Implemented(method).Select(ClausesOf).FirstOrDefault(c => !c.IsEmpty) is { IsDefault: false } ofInterface ? ofInterface : inherited
            : inherited;
    }

    private List<Clause> Clauses(ISymbol symbol, string? id)
    {
        var clauses = _annotations.Names.Coded.Contains(MemberKey.Of(symbol)) ? AttributeReader.Unlocated.CodesOf(symbol) : new List<Clause>();
        foreach (var files in _files)
        {
            if (clauses.Count == 0)
            {
                clauses.AddRange(files.CodesOf(id));
            }
        }

        return clauses;
    }

    private ImmutableArray<CodeConverter> FindConverters() => _annotations.MethodsThat(verb => verb == Verb.Carries)
        .Concat(_files.SelectMany(files => files.IdsWithCodes).SelectMany(id => DocumentationCommentId.GetSymbolsForDeclarationId(id, _compilation)).OfType<IMethodSymbol>())
        .Distinct<IMethodSymbol>(SymbolEqualityComparer.Default)
        .Select(ConverterOf)
        .OfType<CodeConverter>()
        .ToImmutableArray();

    private CodeConverter? ConverterOf(IMethodSymbol method)
    {
        var clauses = ClausesOf(method);
        return Of(method) is { } into && clauses.FirstOrDefault(c => c.Target.Kind == TargetKind.Parameter && c.Code != into) is { } given
            ? new CodeConverter(method, given.Target.Ordinal, given.Code, into, given.When, clauses.Where(c => c.Target.IsReturn && c.When.Tests.Length > 0).Select(c => c.When).ToImmutableArray())
            : method.Parameters.FirstOrDefault(p => p.Type.TypeKind == TypeKind.Enum && Of(p.Type) is { } code && code != Of(method)) is { } parameter && Of(method) is { } result
                ? new CodeConverter(method, parameter.Ordinal, Of(parameter.Type)!, result, Condition.Always, clauses.Where(c => c.Target.IsReturn && c.When.Tests.Length > 0).Select(c => c.When).ToImmutableArray())
                : null;
    }
}
