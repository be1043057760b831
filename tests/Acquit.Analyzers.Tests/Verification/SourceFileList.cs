using System.Collections;

namespace Acquit.Tests.Verification;

/// <summary>Files of a test: a text alone gets a name of its own.</summary>
public sealed class SourceFileList(string defaultPrefix, string defaultExtension) : IEnumerable<(string Path, string Content)>
{
    private readonly List<(string Path, string Content)> files = [];

    public int Count => files.Count;

    public void Add(string content) => files.Add(($"{defaultPrefix}{files.Count}{defaultExtension}", content));

    public void Add((string Path, string Content) file) => files.Add(file);

    public IEnumerator<(string Path, string Content)> GetEnumerator() => files.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
