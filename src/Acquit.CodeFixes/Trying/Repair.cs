namespace Acquit.CodeFixes.Trying;

/// <summary>An edit that was tried and mends what was found.</summary>
/// <param name="Title">What it does, for the one who is offered it.</param>
internal sealed record Repair(string Title, AnalyzedFile After);
