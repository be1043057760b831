// roslyn: 4.8
// option: acquit.disposables = true
using System;
using System.Collections.Generic;
using System.IO;

namespace Cases;

// What is to be disposed of, in collections of a local variable.
internal static class CollectionsOfDisposables
{
    public static int LeftBehind(string[] paths)
    {
        List<Stream> streams = [];
        foreach (string path in paths)
        {
            if (path.Length == 0)
                return -1;
            streams.Add(new FileStream(path, FileMode.Open)); // ACQ101
        }

        foreach (Stream stream in streams)
            stream.Dispose();
        return 0;
    }

    public static List<Stream> NullInstead(string[] paths)
    {
        var streams = new List<Stream>();
        foreach (string path in paths)
        {
            var stream = File.OpenRead(path); // ACQ101
            streams.Add(stream);
            if (stream.Length == 0)
                return null;
        }

        return streams;
    }

    public static int Disposed(string[] paths)
    {
        List<Stream> streams = [];
        try
        {
            foreach (string path in paths)
            {
                if (path.Length == 0)
                    return -1;
                streams.Add(new FileStream(path, FileMode.Open));
            }

            return 0;
        }
        finally
        {
            streams.ForEach(s => s.Dispose());
        }
    }

    public static int Opened(string[] paths)
    {
        List<TextReader> readers = [];
        foreach (string path in paths)
        {
            var stream = new FileStream(path, FileMode.Open);
            readers.Add(new StreamReader(stream));
        }

        for (int i = readers.Count - 1; i >= 0; i--)
            readers[i].Dispose();
        return 0;
    }

    public static int NotEmptyFromTheStart(string[] paths, Stream first)
    {
        List<Stream> streams = [first];
        foreach (string path in paths)
            streams.Add(new FileStream(path, FileMode.Open));
        return Close(streams);
    }

    private static int Close(List<Stream> streams)
    {
        foreach (Stream stream in streams)
            stream.Dispose();
        return 0;
    }
}
