using System.Security.Cryptography;

namespace Acquit.Cli.Tests.Running;

/// <summary>A folder with code in it, for one test.</summary>
internal sealed class TestFolder : IDisposable
{
    /// <summary>A class that allocates a handle and forgets it when something is negative.</summary>
    public const string Leak = """
        using System.Runtime.InteropServices;

        namespace Vendor;

        public static class Probe
        {
            public static int Run(object target, int mode)
            {
                var handle = GCHandle.Alloc(target);
                if (mode < 0)
                    return -1;
                handle.Free();
                return 0;
            }
        }
        """;

    /// <summary>A class that hands out a handle, and has no contract that says so.</summary>
    public const string Held = """
        using System.Runtime.InteropServices;

        namespace Vendor;

        public static class Held
        {
            public static GCHandle Hold(object target) => GCHandle.Alloc(target);
        }
        """;

    /// <summary>A project that needs no packages.</summary>
    public const string Project = """
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
        </Project>
        """;

    private readonly DirectoryInfo _folder;

    private TestFolder(DirectoryInfo folder) => _folder = folder;

    public string Path => _folder.FullName;

    public static TestFolder With(params (string Name, string Text)[] files)
    {
        var folder = new TestFolder(Directory.CreateTempSubdirectory("acquit-cli-tests-"));
        foreach (var (name, text) in files)
            folder.Write(name, text);
        return folder;
    }

    /// <summary>A folder in this one, which goes when this one goes.</summary>
    public TestFolder Inside(string name) => new(_folder.CreateSubdirectory(name));

    public void Write(string name, string text)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(PathOf(name))!);
        File.WriteAllText(PathOf(name), text);
    }

    public string PathOf(string name) => System.IO.Path.Combine(Path, name);

    public string Read(string name) => File.ReadAllText(PathOf(name));

    /// <summary>Every folder and file there is, with what it holds.</summary>
    public IReadOnlyList<string> Content() => ContentOf(Path);

    public static IReadOnlyList<string> ContentOf(string folder) =>
        [.. Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(entry => File.Exists(entry) ? $"{entry} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(entry)))}" : entry)];

    public Task<ToolRun> RunAsync(params string[] arguments) => Tool.RunAsync(Path, arguments);

    public void Dispose() => _folder.Delete(recursive: true);
}
