namespace Acquit.EndToEnd.Installation;

/// <summary>How a command ended, and what it wrote.</summary>
internal sealed record Finished(int Code, string Output);
