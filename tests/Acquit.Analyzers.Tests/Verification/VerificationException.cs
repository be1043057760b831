namespace Acquit.Tests.Verification;

/// <summary>What was verified is not so. The message is for the reader of the test's output.</summary>
public sealed class VerificationException(string message) : Exception(message);
