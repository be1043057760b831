using Acquit.Analyzers.Contracts.Language;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Contracts.Binding;

/// <summary>Judges a claim that the code in a property, field, event, parameter or delegate runs in a context.</summary>
internal static class CodeContext
{
    public static ContractError? ErrorIn(Clause clause, ITypeSymbol type)
    {
        var context = clause.Object!.Value;
        if (string.IsNullOrWhiteSpace(context.Text))
        {
            return context.Error("expected a context, found an empty text");
        }

        return CanHoldCode(type)
            ? null
            : clause.VerbPhrase.Error($"'{OperandTypes.Display(type)}' cannot hold code that would run in '{context.Text}'; expected a delegate");
    }

    // Code comes as a delegate, an object with methods, or an address; only what is plainly a value cannot be code.
    private static bool CanHoldCode(ITypeSymbol type) =>
        OperandTypes.Enum(type) is null && !OperandTypes.IsBoolean(type) && type.SpecialType != SpecialType.System_String
        && (!OperandTypes.IsInteger(type) || type.SpecialType is SpecialType.System_IntPtr or SpecialType.System_UIntPtr);
}
