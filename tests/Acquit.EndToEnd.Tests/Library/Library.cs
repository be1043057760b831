namespace Library;

/// <summary>A library whose author checks it with the analyzers.</summary>
public static class Answer
{
    public static int Get() => 42;
}
