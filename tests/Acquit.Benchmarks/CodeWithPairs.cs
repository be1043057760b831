using System.Collections.Immutable;

namespace Acquit.Benchmarks;

/// <summary>
/// Code as a service that talks to devices has it: of its methods every third rents, pins, locks, allocates or waits, nearly all
/// of them as they should, and the others do what methods do everywhere.
/// </summary>
internal static class CodeWithPairs
{
    private const int Files = 60;
    private const int OrdinaryPerFile = 12;

    public static ImmutableArray<(string Path, string Text)> Sources(int files = Files) =>
        [.. Enumerable.Range(0, files).Select(file => ($"Device{file}.cs", File(file))), ("Program.cs", "System.Console.WriteLine();")];

    public static string File(int file) =>
        $$"""
        using System;
        using System.Buffers;
        using System.Collections.Generic;
        using System.IO;
        using System.Linq;
        using System.Runtime.InteropServices;
        using System.Threading;
        using System.Threading.Tasks;

        namespace Plant.Part{{file}};

        public sealed class Device : IDisposable
        {
            private readonly object sync = new();
            private readonly SemaphoreSlim turns = new(1, 1);
            private readonly ReaderWriterLockSlim settingsLock = new();
            private readonly Dictionary<string, int> settings = new();
            private readonly List<Reading> readings = new();
            private IntPtr registers;
            private int sent;

            public Device(int size) => registers = Marshal.AllocHGlobal(size);
        {{string.Concat(Enumerable.Range(0, OrdinaryPerFile / 2).Select(Ordinary))}}
        {{Paired(file)}}
        {{string.Concat(Enumerable.Range(OrdinaryPerFile / 2, OrdinaryPerFile / 2).Select(Ordinary))}}

            public void Dispose()
            {
                Marshal.FreeHGlobal(registers);
                registers = IntPtr.Zero;
                turns.Dispose();
                settingsLock.Dispose();
            }

            private static void Write(IntPtr at, int length) => Marshal.WriteInt32(at, length);
        }

        public sealed record Reading(string Sensor, double Value, DateTime Taken);
        """;

    // One device in five has a method that hands out what it rented, and one forgets something when it leaves early.
    private static string Paired(int file) =>
        $$"""

            public async Task<int> SendAsync(Stream target, ReadOnlyMemory<byte> payload, CancellationToken cancellation)
            {
                await turns.WaitAsync(cancellation);
                try
                {
                    var buffer = ArrayPool<byte>.Shared.Rent(payload.Length + {{file}});
                    try
                    {
                        payload.CopyTo(buffer);
                        await target.WriteAsync(buffer.AsMemory(0, payload.Length), cancellation);
                        sent += payload.Length;
                        return sent;
                    }
                    finally
                    {
                        ArrayPool<byte>.Shared.Return(buffer);
                    }
                }
                finally
                {
                    turns.Release();
                }
            }

            public long Checksum(ReadOnlySpan<byte> data)
            {
                var rented = data.Length > 256 ? ArrayPool<int>.Shared.Rent(data.Length) : null;
                var sums = rented is null ? stackalloc int[256] : rented.AsSpan(0, data.Length);
                long total = 0;
                for (var i = 0; i < data.Length; i++)
                {
                    sums[i] = data[i] + (i > 0 ? sums[i - 1] : 0);
                    total += sums[i];
                }

                if (rented is not null)
                    ArrayPool<int>.Shared.Return(rented);
                return total;
            }

            public bool Transfer(byte[] data, int length)
            {
                if (length > data.Length)
                    return false;
                var pin = GCHandle.Alloc(data, GCHandleType.Pinned);
                try
                {
                    Write(pin.AddrOfPinnedObject(), length);
                    return true;
                }
                finally
                {
                    pin.Free();
                }
            }

            public int Update(string key, int value)
            {
                settingsLock.EnterWriteLock();
                try
                {
                    if (settings.TryGetValue(key, out var old) && old == value)
                        return old;
                    settings[key] = value;
                    return value;
                }
                finally
                {
                    settingsLock.ExitWriteLock();
                }
            }

            public int Setting(string key)
            {
                settingsLock.EnterReadLock();
                try
                {
                    return settings.TryGetValue(key, out var value) ? value : {{file}};
                }
                finally
                {
                    settingsLock.ExitReadLock();
                }
            }

            public bool TryRecord(Reading reading, int timeout)
            {
                if (!Monitor.TryEnter(sync, timeout))
                    return false;
                try
                {
                    readings.Add(reading);
                    Monitor.PulseAll(sync);
                    return true;
                }
                finally
                {
                    Monitor.Exit(sync);
                }
            }
        {{(file % 5 == 0 ? HandsOut : file % 5 == 1 ? Forgets : "")}}
        """;

    private const string HandsOut = """

            private static byte[] Block(int size) => ArrayPool<byte>.Shared.Rent(Math.Max(size, 64));

            public int Fill(Stream source, int size)
            {
                var block = Block(size);
                var read = source.Read(block, 0, size);
                ArrayPool<byte>.Shared.Return(block);
                return read;
            }
        """;

    private const string Forgets = """

            public string Describe(int size)
            {
                var text = Marshal.AllocHGlobal(size);
                if (size < 16)
                    return "";
                Write(text, size);
                var described = Marshal.PtrToStringUni(text, size / 2);
                Marshal.FreeHGlobal(text);
                return described;
            }
        """;

    private static string Ordinary(int number) => (number % 3) switch
    {
        0 => $$"""

                public double Average{{number}}(string sensor, DateTime since)
                {
                    var sum = 0.0;
                    var count = 0;
                    foreach (var reading in readings.Where(r => r.Sensor == sensor && r.Taken >= since).OrderBy(r => r.Taken))
                    {
                        if (double.IsNaN(reading.Value))
                            continue;
                        sum += reading.Value * {{number + 1}};
                        count++;
                    }

                    return count == 0 ? throw new InvalidOperationException($"Nothing of {sensor} since {since:u}.") : sum / count;
                }
            """,
        1 => $$"""

                public IReadOnlyDictionary<string, int> Changed{{number}}(IReadOnlyDictionary<string, int> wanted)
                {
                    var changed = new Dictionary<string, int>();
                    foreach (var (key, value) in wanted)
                    {
                        switch (settings.GetValueOrDefault(key, {{number}}) - value)
                        {
                            case 0:
                                break;
                            case > 100:
                                changed[key] = value + 100;
                                break;
                            default:
                                changed.Add(key, value);
                                break;
                        }
                    }

                    return changed;
                }
            """,
        _ => $$"""

                public async Task<List<Reading>> Load{{number}}(TextReader reader, CancellationToken cancellation)
                {
                    var loaded = new List<Reading>();
                    while (await reader.ReadLineAsync(cancellation) is { } line)
                    {
                        var parts = line.Split(';', StringSplitOptions.TrimEntries);
                        if (parts.Length != {{number + 3}} || !double.TryParse(parts[1], out var value))
                            throw new FormatException(line);
                        loaded.Add(new Reading(parts[0], value, DateTime.Parse(parts[2])));
                        sent = Math.Max(sent, loaded.Count);
                    }

                    loaded.Sort((a, b) => a.Taken.CompareTo(b.Taken));
                    return loaded;
                }
            """,
    };
}
