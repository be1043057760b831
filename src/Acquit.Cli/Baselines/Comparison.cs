using System.Collections.Immutable;
using Acquit.Cli.Checking;

namespace Acquit.Cli.Baselines;

/// <summary>What was found, beside what is accepted.</summary>
/// <param name="New">What is not accepted.</param>
/// <param name="Accepted">How many reports are.</param>
/// <param name="Gone">How many that are accepted were not found any more.</param>
internal sealed record Comparison(ImmutableArray<Report> New, int Accepted, long Gone);
