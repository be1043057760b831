using System;
using Acquit;

// Codes of two sorts, and what is there to turn one into the other.
namespace Cases.Codes.Api;

[Carries("error-number", Use = "ToNumber")]
public static class Err
{
    public const int Busy = 16;
    public const int Again = 11;
    public const int NoMemory = 12;
    public const int Fault = 14;
    public const int Poison = 133;
}

[Flags, Carries("outcome", Use = "OfFailure, OfInsert")]
public enum Outcome : uint
{
    None = 0,
    NoMemory = 1,
    Bad = 2,
    Poison = 0x10,
    Done = 0x100,
    Again = 0x400,
}

public static class OutcomeOf
{
    [return: Carries("outcome", When = "error == -12 && return == NoMemory")]
    [return: Carries("outcome", When = "error == -133 && return == Poison")]
    [return: Carries("outcome", When = "return == Bad")]
    public static extern Outcome OfFailure([Carries("error-number", When = "error < 0")] int error);

    [return: Carries("outcome", When = "error == 0 && return == Done")]
    [return: Carries("outcome", When = "error == -16 && return == Done")]
    [return: Carries("outcome", When = "error == -12 && return == NoMemory")]
    [return: Carries("outcome", When = "return == Bad")]
    public static extern Outcome OfInsert([Carries("error-number")] int error);

    [return: Carries("error-number", When = "outcome has NoMemory && return == -12")]
    [return: Carries("error-number", When = "outcome has Poison && return == -14")]
    [return: Carries("error-number", When = "outcome has Bad && return == -14")]
    [return: Carries("error-number", When = "return == 0")]
    public static extern int ToNumber(Outcome outcome);
}

public sealed class Disk
{
    [return: Carries("error-number")]
    public extern int Load(int block);

    [Carries("error-number")]
    public extern int LastError { get; }

    public extern int Undescribed(int block);

    [return: Carries("outcome")]
    public extern Outcome Fault(int block);

    public extern void Log(string text);
}

/// <summary>Codes that nothing is there to convert.</summary>
[Carries("verdict")]
public enum Verdict
{
    None,
    Guilty,
    Free,
}
