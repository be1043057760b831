namespace Acquit.Analyzers.Configuration;

/// <summary>Which calls are taken to throw, when it is asked what an exception leaves behind.</summary>
internal enum Throwers
{
    /// <summary>None.</summary>
    None,

    /// <summary>Those that are seen to: a body that throws, or a method that is called what it throws for.</summary>
    Throws,

    /// <summary>Every call of code that nothing is known about.</summary>
    Calls,

    /// <summary>Every call, also of accessors and operators.</summary>
    All,
}
