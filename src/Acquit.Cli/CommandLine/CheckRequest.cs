using Acquit.Cli.Checking;
using Acquit.Cli.Opening;

namespace Acquit.Cli.CommandLine;

/// <summary>What <c>acquit check</c> was asked for. All paths are whole ones.</summary>
internal sealed record CheckRequest(Input Input, Selection Selection, string? Sarif, string? Html, string? Baseline, bool WritesBaseline);
