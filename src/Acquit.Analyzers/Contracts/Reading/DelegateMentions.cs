using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace Acquit.Analyzers.Contracts.Reading;

/// <summary>Tells of a signature in metadata whether it mentions one of some types of the same module.</summary>
internal sealed class DelegateMentions : ISignatureTypeProvider<bool, object?>
{
    private readonly HashSet<TypeDefinitionHandle> _types;

    public DelegateMentions(HashSet<TypeDefinitionHandle> types) => _types = types;

    public bool In(FieldDefinition field) => field.DecodeSignature(this, null);

    public bool In(PropertyDefinition property) => property.DecodeSignature(this, null).ReturnType;

    /// <summary>Whether a parameter is of such a type; a result is not code that is handed over.</summary>
    public bool In(MethodDefinition method) => method.DecodeSignature(this, null).ParameterTypes.Contains(true);

    public bool GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => _types.Contains(handle);

    public bool GetGenericInstantiation(bool genericType, ImmutableArray<bool> typeArguments) => genericType || typeArguments.Contains(true);

    public bool GetArrayType(bool elementType, ArrayShape shape) => elementType;

    public bool GetSZArrayType(bool elementType) => elementType;

    public bool GetByReferenceType(bool elementType) => elementType;

    public bool GetPointerType(bool elementType) => elementType;

    public bool GetPinnedType(bool elementType) => elementType;

    public bool GetModifiedType(bool modifier, bool unmodifiedType, bool isRequired) => unmodifiedType;

    public bool GetFunctionPointerType(MethodSignature<bool> signature) => false;

    public bool GetGenericMethodParameter(object? genericContext, int index) => false;

    public bool GetGenericTypeParameter(object? genericContext, int index) => false;

    public bool GetPrimitiveType(PrimitiveTypeCode typeCode) => false;

    public bool GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => false;

    public bool GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
        reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);
}
