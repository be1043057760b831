using System.Buffers;
using System.Globalization;
using System.Text;

namespace Journal.Mended;

/// <summary>Measurements as lines of text.</summary>
internal static class Encoder
{
    private const int Widest = 25;

    /// <summary>One line; null when a measurement cannot be written.</summary>
    public static byte[]? Line(ReadOnlySpan<double> values)
    {
        char[] text = ArrayPool<char>.Shared.Rent((values.Length * Widest) + 1);
        try
        {
            int length = 0;
            foreach (double value in values)
            {
                if (double.IsNaN(value) || !value.TryFormat(text.AsSpan(length), out int written, "R", CultureInfo.InvariantCulture))
                    return null;

                length += written;
                text[length++] = ' ';
            }

            text[length++] = '\n';
            return Encoding.ASCII.GetBytes(text, 0, length);
        }
        finally
        {
            ArrayPool<char>.Shared.Return(text);
        }
    }
}
