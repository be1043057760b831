using System;
using System.Collections.Generic;
using System.Threading;

namespace Cases;

// One lock is taken before the one before it is given back. The last one is given back by whoever comes first.
internal sealed class HandOverHandWithEnds
{
    public sealed class Stop
    {
        private bool _closed;

        public object Gate { get; set; }

        public void Settle()
        {
            if (_closed)
                throw new InvalidOperationException();
            _closed = Gate is null;
        }
    }

    public static void GivenBackInFinallyToo(Stop[] stops, Stop end, bool orderly)
    {
        object last = null;
        try
        {
            foreach (Stop stop in stops)
            {
                object gate = stop.Gate;
                if (orderly && gate != null)
                {
                    Monitor.Enter(gate);
                    if (last != null)
                        Monitor.Exit(last);
                    last = gate;
                }

                stop.Settle();
            }

            if (orderly && last != null)
            {
                end.Settle();
                Monitor.Exit(last);
                last = null;
            }
        }
        finally
        {
            if (last != null)
                Monitor.Exit(last);
        }
    }

    public static IEnumerable<Stop> GivenBackByWhoEnumerates(List<Stop> stops, Stop end)
    {
        object last = null;
        try
        {
            foreach (Stop stop in stops)
            {
                object gate = stop.Gate;
                if (gate != null)
                {
                    Monitor.Enter(gate);
                    if (last != null)
                        Monitor.Exit(last);
                    last = gate;
                }

                yield return stop;
            }

            if (last != null)
            {
                end.Settle();
                Monitor.Exit(last);
                last = null;
            }
        }
        finally
        {
            if (last != null)
                Monitor.Exit(last);
        }
    }

    public static void GivenBackAtTheEndOnly(Stop stop, Stop end)
    {
        Monitor.Enter(stop); // ACQ102
        end.Settle();
        Monitor.Exit(stop);
    }

    public static void SomethingElseIsGivenBackInFinally(Stop stop, Stop other, Stop end)
    {
        Monitor.Enter(other);
        try
        {
            Monitor.Enter(stop); // ACQ102
            end.Settle();
            Monitor.Exit(stop);
        }
        finally
        {
            Monitor.Exit(other);
        }
    }
}
