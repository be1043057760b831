namespace System.Runtime.CompilerServices;

/// <summary>What the compiler asks for to allow init accessors and records on netstandard2.0.</summary>
internal static class IsExternalInit;
