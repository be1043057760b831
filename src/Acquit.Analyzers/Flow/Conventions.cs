using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Flow;

/// <summary>
/// What libraries for .NET agree upon and neither signatures nor contracts tell. A name that is a custom among libraries, and
/// that the engine goes by, stands here with the reason why it may be. Names that have a meaning of their own are looked for
/// where they matter: attributes, the members that statements are compiled to, and those of the class library's basic types.
/// </summary>
internal static class Conventions
{
    public const string Dispose = nameof(IDisposable.Dispose);

    public const string DisposeAsync = nameof(DisposeAsync);

    // Where another word is the usual one, as with files and connections, the design guidelines ask for a Close beside Dispose
    // that does the same. No interface has it.
    private const string Close = nameof(Close);

    // A constructor that takes a stream over has a parameter of this name if it can be told not to; the class library and those
    // who follow it have no other.
    private const string LeaveOpen = "leaveOpen";

    // The words of the design guidelines for what is made anew, and of the class library for files: OpenRead, CreateText.
    private const string Create = nameof(Create);
    private const string Open = nameof(Open);

    private const string Throw = nameof(Throw);

    /// <summary>Whether a method of a disposable object is called what ends it, though it does not implement an interface's.</summary>
    public static bool IsNamedLikeAnEnd(IMethodSymbol method) => method.Name is Close or Dispose or DisposeAsync;

    /// <summary>Whether a method is called what makes something new: File.OpenRead, LoggerFactory.Create.</summary>
    public static bool IsNamedLikeAFactory(IMethodSymbol method) => BeginsWith(method.Name, Create) || BeginsWith(method.Name, Open);

    /// <summary>Whether an argument of 'true' says that what is passed along with it stays the caller's.</summary>
    public static bool IsWhetherToLeaveOpen(IParameterSymbol parameter) =>
        parameter is { Name: LeaveOpen, Type.SpecialType: SpecialType.System_Boolean };

    /// <summary>Whether a method is called what it throws for: ThrowIfCancellationRequested, ThrowInvalidState.</summary>
    /// <remarks>Those that return if all is well can have no attribute that tells of it.</remarks>
    public static bool IsNamedForThrowing(IMethodSymbol method) =>
        method is { MethodKind: MethodKind.Ordinary, ReturnsVoid: true } && IsNamedForThrowing(method.Name);

    /// <inheritdoc cref="IsNamedForThrowing(IMethodSymbol)"/>
    public static bool IsNamedForThrowing(string name) => BeginsWith(name, Throw);

    /// <summary>Whether a method says of itself that it does not return; the compiler goes by the name of the attribute too.</summary>
    public static bool NeverReturns(IMethodSymbol method) =>
        method.GetAttributes().Any(a => a.AttributeClass is { Name: "DoesNotReturnAttribute" });

    /// <summary>The argument that a method does not return for; null when it returns for any.</summary>
    public static bool? NeverReturnsFor(IParameterSymbol parameter)
    {
        foreach (var attribute in parameter.GetAttributes())
        {
            if (attribute is { AttributeClass.Name: "DoesNotReturnIfAttribute", ConstructorArguments: { Length: 1 } arguments } && arguments[0].Value is bool fatal)
            {
                return fatal;
            }
        }

        return null;
    }

    /// <summary>Whether a call returns for no negative number: HRESULTs become exceptions by it.</summary>
    public static bool NeverReturnsForNegative(IParameterSymbol parameter) =>
        parameter is { Ordinal: 0, Type.SpecialType: SpecialType.System_Int32, ContainingSymbol: IMethodSymbol { Name: "ThrowExceptionForHR", ContainingType: { Name: "Marshal" } type } } && ClassLibrary.Has(type);

    /// <summary>Whether a call tells the garbage collector that there is nothing left to finalize: finalizers are part of the language.</summary>
    public static bool EndsFinalization(IMethodSymbol method) =>
        method is { Name: nameof(GC.SuppressFinalize), ContainingType: { Name: nameof(GC), ContainingNamespace: { Name: nameof(System), ContainingNamespace.IsGlobalNamespace: true } } };

    private static bool BeginsWith(string name, string word) =>
        name.StartsWith(word, StringComparison.Ordinal) && (name.Length == word.Length || char.IsUpper(name[word.Length]));
}
