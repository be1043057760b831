using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.Analyzers.Flow.Usage;

/// <summary>The answer of a call that is turned, by the code around it, into what a sibling answers with.</summary>
/// <param name="Call">The call that answers with the other code.</param>
/// <param name="Sibling">Answers with the right one.</param>
/// <param name="IsTest">It is not converted, but tested as if it were the other code already.</param>
internal sealed record HandConversion(InvocationExpressionSyntax Call, IMethodSymbol Sibling, bool IsTest);
