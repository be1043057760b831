// roslyn: 4.8
// option: acquit.disposables = true
using System;
using System.Collections.Generic;
using System.IO;

namespace Cases;

// What is put into a collection expression is disposed of by whoever has the collection.
internal static class DisposablesInCollections
{
    public static List<IDisposable> InACollectionExpression(string path)
    {
        var stream = new FileStream(path, FileMode.Open);
        List<IDisposable> all = [stream, new StreamReader(path)];
        return all;
    }

    public static void InAnArrayExpression(string path)
    {
        var stream = new FileStream(path, FileMode.Open);
        Stream[] all = [stream];
        all[0].Dispose();
    }

    public static int BesideACollection(string path)
    {
        var stream = new FileStream(path, FileMode.Open); // ACQ101
        int[] bytes = [stream.ReadByte(), stream.ReadByte()];
        return bytes.Length;
    }

    public static void Spread(string path, List<IDisposable> all)
    {
        Stream[] both = [new FileStream(path, FileMode.Open), new FileStream(path, FileMode.Open)];
        List<IDisposable> more = [.. all, .. both];
        more.Clear();
    }
}
