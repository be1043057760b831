using Acquit;

namespace Cases;

// A helper gives back the reference of its caller, and takes another one for it.
internal sealed class ReferencesLeftToHelpers
{
    internal sealed class Owner
    {
        [Acquires("owner-use", ReleasedBy = nameof(Put))]
        public extern void Get();

        [Releases("owner-use")]
        public extern void Put();

        [Acquires("owner-grab", ReleasedBy = nameof(Drop))]
        public extern void Grab();

        [Releases("owner-grab")]
        public extern void Drop();
    }

    // Reports.

    public static void TakesTheOne(Owner owner) => Swap(owner);

    private static void Swap(Owner owner)
    {
        owner.Grab();
        owner.Put(); // ACQ103
    }

    // Silent.

    public static void TakesAndLeaves(Owner owner)
    {
        owner.Get();
        Exchange(owner);
    }

    private static void Exchange(Owner owner)
    {
        owner.Grab();
        owner.Put();
    }
}
