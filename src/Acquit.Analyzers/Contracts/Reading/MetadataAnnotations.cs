using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Runtime.CompilerServices;
using Acquit.Analyzers.Contracts.Language;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Contracts.Reading;

/// <summary>
/// Finds contract attributes in compiled assemblies by reading the tables themselves: walking all symbols of a reference
/// would load every one of its types.
/// </summary>
internal sealed class MetadataAnnotations
{
    // An edit leaves the references of a compilation as they are, and so their symbols.
    private static readonly ConditionalWeakTable<IAssemblySymbol, Found> Known = new();

    private readonly MetadataReader _reader;
    private readonly HashSet<EntityHandle> _attributeTypes = new();
    private readonly ImmutableArray<Annotation>.Builder _seen = ImmutableArray.CreateBuilder<Annotation>();
    private readonly HashSet<TypeDefinitionHandle> _codeDelegates = new();

    // What the attribute that is being read says first.
    private string? _subject;
    private Dictionary<ParameterHandle, MethodDefinitionHandle>? _methodsOfParameters;
    private Dictionary<EntityHandle, TypeDefinitionHandle>? _typesOfProperties;

    private MetadataAnnotations(MetadataReader reader) => _reader = reader;

    /// <param name="DefinesAttributes">Whether the assembly defines contract attributes itself.</param>
    public sealed record Found(ImmutableArray<Annotation> Seen, AnnotatedNames Names, bool DefinesAttributes);

    /// <summary>The contract attributes of a compiled assembly.</summary>
    public static Found Read(IAssemblySymbol assembly) => Known.GetValue(
        assembly, static a => a.GetMetadata() is { } metadata ? Read(metadata) : new Found(ImmutableArray<Annotation>.Empty, AnnotatedNames.None, false));

    private static Found Read(AssemblyMetadata assembly)
    {
        var definesAttributes = false;
        var seen = ImmutableArray<Annotation>.Empty;
        foreach (var module in assembly.GetModules())
        {
            var annotations = new MetadataAnnotations(module.GetMetadataReader());
            definesAttributes |= annotations.FindAttributeTypes();
            seen = seen.AddRange(annotations.Read());
        }

        return new Found(seen, AnnotatedNames.Of(seen), definesAttributes);
    }

    private bool FindAttributeTypes()
    {
        var defines = false;
        foreach (var handle in _reader.TypeReferences)
        {
            if (_reader.StringComparer.Equals(_reader.GetTypeReference(handle).Namespace, Vocabulary.Namespace))
            {
                _attributeTypes.Add(handle);
            }
        }

        foreach (var handle in _reader.TypeDefinitions)
        {
            var type = _reader.GetTypeDefinition(handle);
            if (_reader.StringComparer.Equals(type.Namespace, Vocabulary.Namespace)
                && Vocabulary.VerbOfAttribute(_reader.GetString(type.Name)) is not null)
            {
                defines = true;
                _attributeTypes.Add(handle);
            }
        }

        return defines;
    }

    private ImmutableArray<Annotation> Read()
    {
        if (_attributeTypes.Count == 0)
        {
            return ImmutableArray<Annotation>.Empty;
        }

        foreach (var handle in _reader.CustomAttributes)
        {
            var attribute = _reader.GetCustomAttribute(handle);
            if (VerbOf(attribute) is { } verb)
            {
                _subject = SubjectOf(attribute);
                Add(verb, attribute.Parent);
            }
        }

        if (_codeDelegates.Count > 0)
        {
            _subject = null;
            AddMentionsOfDelegates();
        }

        return _seen.ToImmutable();
    }

    private Verb? VerbOf(CustomAttribute attribute)
    {
        var type = attribute.Constructor.Kind switch
        {
            HandleKind.MemberReference => _reader.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent,
            HandleKind.MethodDefinition => _reader.GetMethodDefinition((MethodDefinitionHandle)attribute.Constructor).GetDeclaringType(),
            _ => default(EntityHandle),
        };
        if (!_attributeTypes.Contains(type))
        {
            return null;
        }

        var name = type.Kind == HandleKind.TypeReference
            ? _reader.GetTypeReference((TypeReferenceHandle)type).Name
            : _reader.GetTypeDefinition((TypeDefinitionHandle)type).Name;
        return Vocabulary.VerbOfAttribute(_reader.GetString(name));
    }

    // The first argument, where the constructor takes a text first. Whatever is not laid out as it should be is for the compiler to read.
    private string? SubjectOf(CustomAttribute attribute)
    {
        var signature = _reader.GetBlobReader(attribute.Constructor.Kind == HandleKind.MemberReference
            ? _reader.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Signature
            : _reader.GetMethodDefinition((MethodDefinitionHandle)attribute.Constructor).Signature);
        try
        {
            if (signature.ReadSignatureHeader().IsGeneric || signature.ReadCompressedInteger() == 0 ||
                signature.ReadSignatureTypeCode() != SignatureTypeCode.Void || signature.ReadSignatureTypeCode() != SignatureTypeCode.String)
            {
                return null;
            }

            var value = _reader.GetBlobReader(attribute.Value);
            return value.ReadUInt16() == 1 ? value.ReadSerializedString() : null;
        }
        catch (BadImageFormatException)
        {
            return null;
        }
    }

    private void Add(Verb verb, EntityHandle parent)
    {
        switch (parent.Kind)
        {
            case HandleKind.MethodDefinition:
                AddMethod(verb, (MethodDefinitionHandle)parent);
                break;
            case HandleKind.Parameter:
                if (MethodsOfParameters().TryGetValue((ParameterHandle)parent, out var method))
                {
                    AddMethod(verb, method);
                }

                break;
            case HandleKind.TypeDefinition:
                AddType(verb, (TypeDefinitionHandle)parent);
                break;
            case HandleKind.FieldDefinition:
                var field = _reader.GetFieldDefinition((FieldDefinitionHandle)parent);
                AddMember(verb, field.GetDeclaringType(), _reader.GetString(field.Name));
                break;
            case HandleKind.PropertyDefinition:
                var property = _reader.GetPropertyDefinition((PropertyDefinitionHandle)parent);
                AddMember(verb, TypesOfProperties()[parent], _reader.GetString(property.Name));
                break;
            case HandleKind.EventDefinition:
                var @event = _reader.GetEventDefinition((EventDefinitionHandle)parent);
                AddMember(verb, TypesOfProperties()[parent], _reader.GetString(@event.Name));
                break;
        }
    }

    private void AddMethod(Verb verb, MethodDefinitionHandle handle)
    {
        var method = _reader.GetMethodDefinition(handle);
        var name = _reader.GetString(method.Name);
        var type = method.GetDeclaringType();
        if (name == "Invoke" && IsDelegate(type))
        {
            AddType(verb, type);
        }
        else
        {
            AddMember(verb, type, name);
        }
    }

    private void AddType(Verb verb, TypeDefinitionHandle handle)
    {
        var name = SimpleName(handle);
        _seen.Add(new Annotation(verb, FullName(handle), "Invoke", name, name, _subject, IsDelegate: true));
        if (verb == Verb.RunsIn)
        {
            _codeDelegates.Add(handle);
        }
    }

    // Code is given to what is declared with a delegate type, which need not be named where it is given.
    private void AddMentionsOfDelegates()
    {
        var mentions = new DelegateMentions(_codeDelegates);
        foreach (var handle in _reader.FieldDefinitions)
        {
            // A name with '<' is the compiler's own, and no text mentions it.
            var field = _reader.GetFieldDefinition(handle);
            if (mentions.In(field) && _reader.GetString(field.Name) is var name && name.IndexOf('<') < 0)
            {
                AddMember(Verb.RunsIn, field.GetDeclaringType(), name);
            }
        }

        foreach (var handle in _reader.PropertyDefinitions)
        {
            var property = _reader.GetPropertyDefinition(handle);
            if (mentions.In(property))
            {
                AddMember(Verb.RunsIn, TypesOfProperties()[handle], _reader.GetString(property.Name));
            }
        }

        foreach (var handle in _reader.MethodDefinitions)
        {
            // An event is found by its accessors.
            if (mentions.In(_reader.GetMethodDefinition(handle)))
            {
                AddMethod(Verb.RunsIn, handle);
            }
        }
    }

    private void AddMember(Verb verb, TypeDefinitionHandle type, string name)
    {
        var simple = MemberKey.LastPart(name);
        var key = name == ".ctor" ? SimpleName(type) : DocId.WithoutAccessor(simple);
        var hasName = name != ".ctor" && simple != "Item" && !simple.StartsWith("op_", StringComparison.Ordinal);
        _seen.Add(new Annotation(verb, FullName(type), name, key, hasName ? key : SimpleName(type), _subject));
    }

    private bool IsDelegate(TypeDefinitionHandle handle)
    {
        var baseType = _reader.GetTypeDefinition(handle).BaseType;
        return baseType.Kind == HandleKind.TypeReference
            && _reader.StringComparer.Equals(_reader.GetTypeReference((TypeReferenceHandle)baseType).Name, nameof(MulticastDelegate));
    }

    private string SimpleName(TypeDefinitionHandle handle)
    {
        var name = _reader.GetString(_reader.GetTypeDefinition(handle).Name);
        var tick = name.IndexOf('`');
        return tick < 0 ? name : name.Substring(0, tick);
    }

    private string FullName(TypeDefinitionHandle handle)
    {
        var type = _reader.GetTypeDefinition(handle);
        var name = _reader.GetString(type.Name);
        if (type.GetDeclaringType() is { IsNil: false } outer)
        {
            return FullName(outer) + "+" + name;
        }

        var space = _reader.GetString(type.Namespace);
        return space.Length == 0 ? name : space + "." + name;
    }

    private Dictionary<ParameterHandle, MethodDefinitionHandle> MethodsOfParameters()
    {
        if (_methodsOfParameters is null)
        {
            _methodsOfParameters = new Dictionary<ParameterHandle, MethodDefinitionHandle>();
            foreach (var method in _reader.MethodDefinitions)
            {
                foreach (var parameter in _reader.GetMethodDefinition(method).GetParameters())
                {
                    _methodsOfParameters[parameter] = method;
                }
            }
        }

        return _methodsOfParameters;
    }

    // The tables lead from a type to its properties and events, but not back.
    private Dictionary<EntityHandle, TypeDefinitionHandle> TypesOfProperties()
    {
        if (_typesOfProperties is null)
        {
            _typesOfProperties = new Dictionary<EntityHandle, TypeDefinitionHandle>();
            foreach (var handle in _reader.TypeDefinitions)
            {
                var type = _reader.GetTypeDefinition(handle);
                foreach (var property in type.GetProperties())
                {
                    _typesOfProperties[property] = handle;
                }

                foreach (var @event in type.GetEvents())
                {
                    _typesOfProperties[@event] = handle;
                }
            }
        }

        return _typesOfProperties;
    }
}
