using System.Collections.Immutable;

namespace Acquit.Analyzers.Contracts.Language;

internal enum ValueKind { Name, Integer, True, False, Null }

/// <summary>A name as written, with its place in the condition.</summary>
internal readonly record struct WrittenName(string Name, int Start, int Length);

/// <summary>The right side of a test.</summary>
/// <param name="Text">A name without its '@'; else the value as written.</param>
/// <param name="Number">Of an integer its value; true is 1, false and null are 0.</param>
internal readonly record struct ValueSyntax(ValueKind Kind, string Text, long Number, int Start, int Length);

/// <summary>One test, with the places of its parts.</summary>
/// <param name="OnReturn">Whether the left side is the result; else it is a parameter's name.</param>
internal readonly record struct TestSyntax(WrittenName Left, bool OnReturn, TestOperator Operator, WrittenName OperatorText, ValueSyntax Right);

/// <summary>A condition as written: names are not resolved yet.</summary>
internal sealed record ConditionSyntax(ImmutableArray<TestSyntax> Tests);
