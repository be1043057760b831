using System;
using System.Buffers;
using System.Runtime.InteropServices;

namespace Cases;

/// <summary>The rounds of a loop that only computes leave what is held as it is, but not what they read, nor what they put somewhere.</summary>
public sealed class LoopsThatOnlyCompute
{
    private int counted;

    public static long Silent_where_a_rented_array_is_worked_on_in_between(ReadOnlySpan<byte> data)
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

    public static long Lost_where_the_loop_is_followed_by_an_early_way_out(int[] values, bool isEarly)
    {
        var rented = ArrayPool<long>.Shared.Rent(values.Length); // ACQ101
        for (var i = 0; i < values.Length; i++)
            rented[i] = values[i] * 2L;
        if (isEarly)
            return rented[0];
        var first = rented[0];
        ArrayPool<long>.Shared.Return(rented);
        return first;
    }

    public static long Read_in_a_loop_after_it_was_given_back(int count)
    {
        var rented = ArrayPool<int>.Shared.Rent(count);
        ArrayPool<int>.Shared.Return(rented);
        long total = 0;
        for (var i = 0; i < count; i++)
            total += rented[i]; // ACQ105
        return total;
    }

    public static long Read_in_a_loop_within_a_loop_after_it_was_given_back(int[] counts)
    {
        var rented = ArrayPool<int>.Shared.Rent(16);
        ArrayPool<int>.Shared.Return(rented);
        long total = 0;
        for (var i = 0; i < counts.Length; i++)
        {
            for (var k = 0; k < counts[i]; k++)
                total += rented[k]; // ACQ105
        }

        return total;
    }

    public void What_a_loop_has_counted_in_a_field_is_not_what_was_there_before(int[] values)
    {
        counted = 0;
        var block = Marshal.AllocHGlobal(16); // ACQ101
        for (var i = 0; i < values.Length; i++)
            counted++;
        if (counted == 0)
            Marshal.FreeHGlobal(block);
    }

    public void Silent_where_what_was_counted_is_asked_twice(int[] values)
    {
        counted = 0;
        for (var i = 0; i < values.Length; i++)
            counted++;
        var block = counted > 0 ? Marshal.AllocHGlobal(counted) : IntPtr.Zero;
        if (counted > 0)
            Marshal.FreeHGlobal(block);
    }

    public static void Silent_where_the_address_is_put_into_a_table_as_a_number(long[] table)
    {
        var block = Marshal.AllocHGlobal(16);
        var address = (long)block;
        for (var i = 0; i < table.Length; i++)
            table[i] = address;
    }

    public static int Silent_where_the_way_out_of_the_loop_gives_back(int[] values)
    {
        var rented = ArrayPool<int>.Shared.Rent(values.Length);
        for (var i = 0; i < values.Length; i++)
        {
            rented[i] = values[i];
            if (rented[i] < 0)
            {
                ArrayPool<int>.Shared.Return(rented);
                return i;
            }
        }

        ArrayPool<int>.Shared.Return(rented);
        return -1;
    }

    public static int Silent_where_a_sum_decides_what_is_taken_and_given_back(int[] values)
    {
        var total = 0;
        foreach (var value in values)
            total += value;
        var rented = total > 64 ? ArrayPool<byte>.Shared.Rent(total) : null;
        if (total > 64)
            ArrayPool<byte>.Shared.Return(rented!);
        return total;
    }
}
