namespace Acquit.Agreement.Running;

/// <summary>A driver goes round in a loop and does not come to an end.</summary>
public sealed class EndlessLoopException : Exception;
