using Acquit;

namespace Cases
{
    // Two kinds that one call takes, and one call gives back.
    public static class Bundles
    {
        [return: Acquires("bundle-pin"), Acquires("bundle-map")]
        public extern static object Take();

        public extern static void Put([Releases("bundle-pin"), Releases("bundle-map")] object bundle);

        public extern static void Unpin([Releases("bundle-pin")] object bundle);

        public extern static void Unmap([Releases("bundle-map")] object bundle);
    }

    public static class TakenTogether
    {
        public static void GivenBackTogether()
        {
            var bundle = Bundles.Take();
            Bundles.Put(bundle);
        }

        public static void GivenBackApart()
        {
            var bundle = Bundles.Take();
            Bundles.Unmap(bundle);
            Bundles.Unpin(bundle);
        }

        public static void OneAfterTheOther()
        {
            var bundle = Bundles.Take();
            Bundles.Unpin(bundle);
            Bundles.Put(bundle);
        }

        public static void LeftSooner(bool sooner)
        {
            var bundle = Bundles.Take(); // ACQ101
            if (sooner)
                return;

            Bundles.Put(bundle);
        }

        public static void StillPinned()
        {
            var bundle = Bundles.Take(); // ACQ101
            Bundles.Unmap(bundle);
        }

        public static void Again()
        {
            var bundle = Bundles.Take();
            Bundles.Put(bundle);
            Bundles.Put(bundle); // ACQ104
        }
    }
}
