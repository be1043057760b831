using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Acquit.Analyzers.Flow;

/// <summary>For how long calls wait, as far as that is written where they are called.</summary>
internal static class TimeLimits
{
    /// <summary>Whether a wait may well end without what it waits for: after some time that is neither none nor unknown.</summary>
    public static bool IsForAWhile(IOperation wait) => LimitOf(wait) is { } limit && (limit.ConstantValue.HasValue ? limit.ConstantValue.Value is int and > 0 : IsSpan(limit));

    /// <summary>Whether a wait is told that it has no limit.</summary>
    public static bool IsForEver(IOperation wait) => LimitOf(wait) is { } limit &&
        (limit.ConstantValue is { HasValue: true, Value: Timeout.Infinite } || limit is IFieldReferenceOperation { Field: { Name: nameof(Timeout.InfiniteTimeSpan), ContainingType: var type } } && ClassLibrary.Has(type));

    // TimeSpan.FromSeconds(1)
    private static bool IsSpan(IOperation limit) =>
        limit is IInvocationOperation { TargetMethod: { IsStatic: true, Name: var name, ContainingType: { Name: nameof(TimeSpan) } type }, Arguments: { IsEmpty: false } parts } && ClassLibrary.Has(type) &&
        name.StartsWith("From", StringComparison.Ordinal) && Evaluator.Unwrap(parts[0].Value).ConstantValue is { HasValue: true, Value: > 0 or > 0L or > 0.0 };

    private static IOperation? LimitOf(IOperation wait) => (wait as IInvocationOperation)?.Arguments
        .FirstOrDefault(a => a.Parameter is { Type: { SpecialType: SpecialType.System_Int32 } or { Name: nameof(TimeSpan) }, Name: var name } && name.IndexOf("timeout", StringComparison.OrdinalIgnoreCase) >= 0)?.Value is { } value
        ? Evaluator.Unwrap(value)
        : null;
}
