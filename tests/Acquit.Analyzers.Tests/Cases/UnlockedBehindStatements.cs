using System.Threading;

namespace Cases;

// A lock statement has the lock when it comes to its block: what is given back behind it is given back once more, and nothing else is wrong.
internal static class UnlockedBehindStatements
{
    public sealed class LockedByAStatementOnly
    {
        private readonly object _sync = new();
        private int _count;

        public void End(bool all)
        {
            lock (_sync)
                _count = 0;

            if (all)
                Monitor.Exit(_sync); // ACQ104
        }
    }
}
