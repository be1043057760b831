using Acquit.Cli.Files;

namespace Acquit.Cli.Proposals;

/// <summary>
/// Knows where proposals may be written: what stands in a contract file is in force while the code is read, and is proposed by nobody, so
/// that it would be lost.
/// </summary>
internal static class ProposalMark
{
    public static OutputKind Kind { get; } = new(
        "contract file",
        static _ => false,
        path => FileBeginning.IsEmpty(path) ? null : "a proposal is not written over it: name another file, or take it away first.");
}
