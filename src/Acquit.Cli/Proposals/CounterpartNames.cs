using Microsoft.CodeAnalysis;

namespace Acquit.Cli.Proposals;

/// <summary>
/// Guesses by names what may acquire: a verb that another method of the type undoes, both of the same thing. It only lists what a person
/// should look at; nothing is ever reported for a name.
/// </summary>
internal static class CounterpartNames
{
    private static readonly (string Does, string[] Undoes)[] verbs =
    [
        ("Acquire", ["Release"]), ("Alloc", ["Free", "Dealloc"]), ("Allocate", ["Free", "Deallocate"]), ("Attach", ["Detach"]), ("Begin", ["End"]),
        ("Borrow", ["Return"]), ("Checkout", ["Checkin"]), ("Claim", ["Release", "Unclaim"]), ("Connect", ["Disconnect"]), ("Create", ["Destroy"]),
        ("Enter", ["Exit", "Leave"]), ("Get", ["Put"]), ("Grab", ["Drop", "Release"]), ("Lock", ["Unlock"]), ("Map", ["Unmap"]), ("Mount", ["Unmount"]),
        ("Open", ["Close"]), ("Pin", ["Unpin"]), ("Ref", ["Unref"]), ("Register", ["Unregister", "Deregister"]), ("Rent", ["Return"]),
        ("Reserve", ["Release", "Unreserve"]), ("Subscribe", ["Unsubscribe"]), ("Suspend", ["Resume"]), ("Take", ["Give", "Return"]),
    ];

    /// <summary>The method that undoes what this one does, to go by the names; null when there is none.</summary>
    public static string? Of(IMethodSymbol method)
    {
        foreach (var (verb, undoes) in verbs)
        {
            if (!method.Name.StartsWith(verb, StringComparison.Ordinal) || (method.Name.Length > verb.Length && char.IsLower(method.Name[verb.Length])))
            {
                continue;
            }

            var thing = method.Name[verb.Length..];
            if (undoes.Select(undo => undo + thing).FirstOrDefault(name => Types(method).Any(type => type.GetMembers(name).OfType<IMethodSymbol>().Any())) is { } other)
            {
                return other;
            }
        }

        return null;
    }

    private static IEnumerable<ITypeSymbol> Types(IMethodSymbol method) => [method.ContainingType, method.ReturnType];
}
