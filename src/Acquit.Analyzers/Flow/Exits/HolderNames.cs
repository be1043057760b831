using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Flow;

/// <summary>Names by which a value can be written down in the code.</summary>
internal static class HolderNames
{
    /// <summary>A variable, or a field of one, that has exactly this value in the world; null when none does.</summary>
    public static string? Of(Value value, World world, FlowContext context)
    {
        if (value.IsConstant)
        {
            return value.Offset.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        string? member = null;
        foreach (var pair in world.Places)
        {
            if (pair.Value != value)
            {
                continue;
            }

            if (pair.Key.Kind == PlaceKind.Variable && context.Symbols.Interned(pair.Key.Id) is { Name.Length: > 0 } variable)
            {
                return variable.Name;
            }

            if (pair.Key.Kind == PlaceKind.Member && context.Symbols.Interned(pair.Key.Id) is { } field &&
                BaseName(pair.Key.Base, world, context) is { } @base)
            {
                member = @base.Length == 0 ? field.Name : @base + "." + field.Name;
            }
        }

        return member ?? OfSymbol(value, world, context);
    }

    private static string? OfSymbol(Value value, World world, FlowContext context)
    {
        if (value.Offset != 0)
        {
            return null;
        }

        var info = context.Symbols[value.Symbol];
        return info switch
        {
            { Origin: Origin.Parameter, Member: { } parameter } => parameter.Name,
            { Origin: Origin.This } => "this",
            { Origin: Origin.Member, Member: { } member } when BaseName(info.Base, world, context) is { } @base =>
                @base.Length == 0 ? member.Name : @base + "." + member.Name,
            _ => null,
        };
    }

    private static string? BaseName(Value @base, World world, FlowContext context)
    {
        if (@base == Value.Zero)
        {
            return "";
        }

        var info = context.Symbols[@base.Symbol];
        return info switch
        {
            { Origin: Origin.This } => "",
            { Origin: Origin.Variable or Origin.Parameter, Member: { } variable } => variable.Name,
            _ => Of(@base, world, context),
        };
    }
}
