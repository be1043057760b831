namespace Acquit.Samples.Reports;

/// <summary>A report that a sample is to get.</summary>
/// <param name="File">The file, relative to the sample.</param>
/// <param name="Line">The line, beginning with 1.</param>
public sealed record ExpectedReport(string File, string Id, string Member, int Line)
{
    public override string ToString() => $"{File}({Line}): {Id}";
}
