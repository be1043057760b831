namespace Acquit.Memory;

/// <summary>Something that can be held, and remembers by whom. The history is made on first use: unchecked, there is none.</summary>
internal interface ITracked
{
    ResourceHistory History { get; }
}
