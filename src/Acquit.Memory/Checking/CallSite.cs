namespace Acquit.Memory;

/// <summary>A call in driver code.</summary>
/// <param name="Api">The member that was called.</param>
/// <param name="Member">The method that called it.</param>
/// <param name="FilePath">The source file of the caller, as the compiler knew it; empty when unknown.</param>
/// <param name="Line">The line of the call; 0 when unknown.</param>
public readonly record struct CallSite(string Api, string Member, string FilePath, int Line)
{
    /// <summary>The name of the source file without its folders.</summary>
    public string FileName => FilePath[(FilePath.AsSpan().LastIndexOfAny('/', '\\') + 1)..];

    /// <summary>The call in words: <c>PinUserPagesFast in Transfer (Pipe.cs:42)</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString() =>
        Line == 0 ? Api : Member.Length == 0 ? $"{Api} ({FileName}:{Line})" : $"{Api} in {Member} ({FileName}:{Line})";
}
