namespace Acquit.Memory;

/// <summary>
/// What a walk does after <see cref="MmWalkOps.PudEntry"/> or <see cref="MmWalkOps.PmdEntry"/> (page_walk_action). Set in
/// <see cref="MmWalk.Action"/>, and back to <see cref="Subtree"/> before each call.
/// </summary>
public enum PageWalkAction
{
    /// <summary>
    /// Goes down if a callback for a lower level is there, and splits a huge entry for that if the walk knows the area
    /// (ACTION_SUBTREE).
    /// </summary>
    Subtree = 0,

    /// <summary>Goes on with the next entry: nothing below this one is visited, and nothing is split (ACTION_CONTINUE).</summary>
    Continue = 1,

    /// <summary>Looks at the same entry again (ACTION_AGAIN). A callback that always asks for this never ends.</summary>
    Again = 2,
}
