namespace Acquit;

/// <summary>After the call, a resource of the given kind is held, and somebody owes its release.</summary>
/// <remarks>
/// On a return value or parameter the resource is what the value names; for an array or span, each of its elements. On an
/// instance method it is the receiver, on a static method an ambient resource of that kind, on a constructor the new object.
/// </remarks>
[AttributeUsage(
    AttributeTargets.Parameter | AttributeTargets.ReturnValue | AttributeTargets.Method | AttributeTargets.Constructor,
    AllowMultiple = true)]
public sealed class AcquiresAttribute : ContractAttribute
{
    /// <summary>Says that the target acquires a resource.</summary>
    /// <param name="kind">The kind of resource, a free string compared exactly: <c>"page-pin"</c>.</param>
    public AcquiresAttribute(string kind) => Kind = kind;

    /// <summary>The kind of resource.</summary>
    public string Kind { get; }

    /// <summary>The condition under which the resource is held: <c>"return &gt; 0"</c>. Without it, always.</summary>
    public string? When { get; set; }

    /// <summary>How many are held: <c>"return"</c>, a parameter's name, or a number. The default is 1, or the whole array or span.</summary>
    public string? Count { get; set; }

    /// <summary>The name of the release that a fix should insert; several may be given, comma separated, best first.</summary>
    public string? ReleasedBy { get; set; }

    /// <summary>A context the caller is in while the resource is held, as a spinlock enters <c>"atomic"</c>.</summary>
    public string? Enters { get; set; }

    /// <summary>Other kinds, comma separated, that are held along with this one, as a write lock implies the read lock.</summary>
    public string? Implies { get; set; }

    /// <summary><c>"lifo"</c> when releases must come in reverse order on one thread.</summary>
    public string? Order { get; set; }

    /// <summary>
    /// The name of the acquire to call instead where a device, or a write, gets at the content: it takes the same arguments, and what
    /// it acquires has releases of its own.
    /// </summary>
    public string? PinnedBy { get; set; }

    /// <summary>
    /// A kind that need not be acquired while this one is held, as whoever is told of every change of an address space needs no pin.
    /// </summary>
    public string? Spares { get; set; }

    /// <summary>
    /// Whether it may be left held, as a lock on an object that goes away, or a library that stays loaded. A mistake is then only
    /// what one path of a method releases and another does not.
    /// </summary>
    public bool Optional { get; set; }
}
