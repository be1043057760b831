using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Rules;

/// <summary>Every rule: its ID, title, message, severity and page. The IDs and severities are public surface.</summary>
internal static class Descriptors
{
    private const string Pairing = "Acquit.Pairing";
    private const string Context = "Acquit.Context";
    private const string Locks = "Acquit.Locks";
    private const string Usage = "Acquit.Usage";
    private const string Contracts = "Acquit.Contracts";

    // The message of a pairing rule is put together by the rule from what happened on the path, so the format is the whole message.
    public static readonly DiagnosticDescriptor NotReleased = Create(
        "ACQ101", "A resource is not released on every path", Pairing,
        "What a call acquired is still held on a path that leaves the method, or nothing refers to it any more.");

    public static readonly DiagnosticDescriptor NotReleasedOnThrow = Create(
        "ACQ102", "A call that throws leaves a resource behind", Pairing,
        "What the method acquired is still held, or a field still names what was given back, when an exception of a call leaves the method.",
        DiagnosticSeverity.Info);

    public static readonly DiagnosticDescriptor WrongRelease = Create(
        "ACQ103", "A resource is released by an API of another kind", Pairing,
        "Every kind of resource has its own releases; another one undoes something that was never done, and leaves the resource held.");

    public static readonly DiagnosticDescriptor ReleasedTwice = Create(
        "ACQ104", "A resource is released twice", Pairing,
        "The second release gives back what may belong to somebody else by then.");

    public static readonly DiagnosticDescriptor UsedAfterRelease = Create(
        "ACQ105", "A resource is used after its release", Pairing,
        "After the release the resource may belong to somebody else, or no longer exist.");

    public static readonly DiagnosticDescriptor ReleasedWithoutAcquire = Create(
        "ACQ106", "A resource is released on a path on which it was not acquired", Pairing,
        "On this path the acquire failed or did not happen, so there is nothing to give back.");

    public static readonly DiagnosticDescriptor WrongCount = Create(
        "ACQ107", "More or fewer resources are released than were acquired", Pairing,
        "An acquire that can succeed partly says how many it acquired; exactly that many are to be released.");

    public static readonly DiagnosticDescriptor NeverReleased = Create(
        "ACQ108", "A resource is kept in a field that is never released", Pairing,
        "What the field holds is never given back by any code of the type, so it is held for as long as the process runs.");

    public static readonly DiagnosticDescriptor OutOfOrder = Create(
        "ACQ109", "Resources that nest are released out of order", Pairing,
        "Resources of this kind form a stack on their thread; the last one acquired has to be the first one released.");

    public static readonly DiagnosticDescriptor ForbiddenContext = Create(
        "ACQ201", "A call is made in a context it is not allowed in", Context,
        "The contract of the called API excludes the context that this code runs in.");

    public static readonly DiagnosticDescriptor OutsideContext = Create(
        "ACQ202", "A call is made outside the only context it is for", Context,
        "The contract of the called API allows it in one context only, and this code runs in another.");

    public static readonly DiagnosticDescriptor ConvertedByHand = Create(
        "ACQ203", "A code is turned into one of another sort by hand", Context,
        "An errno is no fault code: the numbers of one mean other things in the other. There are several tables between them, and an API that has the right one.");

    public static readonly DiagnosticDescriptor LockNotHeld = Create(
        "ACQ301", "A lock that a call needs is not held", Locks,
        "The contract of the called API says that its caller holds a lock, and on this path the caller does not, or holds a weaker form of it.");

    public static readonly DiagnosticDescriptor LockHeld = Create(
        "ACQ302", "A lock is held that a call may take itself", Locks,
        "The contract of the called API says that its caller does not hold a lock: it takes it itself, or calls code that does.");

    public static readonly DiagnosticDescriptor ForbiddenArgument = Create(
        "ACQ401", "An argument is one that the contract forbids", Usage,
        "The contract of the called API says of these arguments that they are a mistake.");

    public static readonly DiagnosticDescriptor OlderName = Create(
        "ACQ402", "An operation is called by an older name", Usage,
        "The operation has another name today; the older one is kept for code that was not changed yet.",
        DiagnosticSeverity.Info);

    public static readonly DiagnosticDescriptor ReleasedOneByOne = Create(
        "ACQ403", "Resources are released one by one", Usage,
        "Another call releases all of them at once, and says so in one line.",
        DiagnosticSeverity.Info);

    public static readonly DiagnosticDescriptor NotMarked = Create(
        "ACQ404", "Content is not marked dirty as it was written", Usage,
        "What was written through a pin, by the processor or a device, has to be marked before the release and under the lock that this needs; what was only read must not be.");

    public static readonly DiagnosticDescriptor HiddenApi = Create(
        "ACQ405", "A member hides an API that has a contract", Usage,
        "Calls that would go to the API go to the member of the same name instead, and nothing checks them against the contract.",
        DiagnosticSeverity.Info);

    public static readonly DiagnosticDescriptor PinMeant = Create(
        "ACQ406", "Content is used under a reference where a pin is meant", Usage,
        "A reference keeps the description of a page; whose content a device gets at, or the kernel writes, is to be pinned, so that it stays where it is.",
        DiagnosticSeverity.Info);

    public static readonly DiagnosticDescriptor MalformedContract = Create(
        "ACQ901", "A contract cannot be understood", Contracts,
        "A contract that cannot be understood protects nobody; it is left out, and all others still hold.");

    public static readonly DiagnosticDescriptor BrokenContract = Create(
        "ACQ902", "A body does otherwise than its contract says", Contracts,
        "Callers go by the contract, and so does every check of their code; what the body does otherwise is a mistake in one of the two.");

    public static readonly DiagnosticDescriptor NotFollowed = Create(
        "ACQ903", "A method is too large or tangled to follow", Contracts,
        "The analysis gave up on this method and claims nothing about it.",
        DiagnosticSeverity.Hidden);

    private static DiagnosticDescriptor Create(
        string id, string title, string category, string description, DiagnosticSeverity severity = DiagnosticSeverity.Warning) =>
        new(id, title, "{0}", category, severity, isEnabledByDefault: true, description,
            helpLinkUri: "https://github.com/acquit-dev/acquit/blob/main/src/Acquit.Analyzers/Docs/" + id + ".md");
}
