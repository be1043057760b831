using System.Reflection;
using Microsoft.CodeAnalysis.CSharp;

namespace Acquit.Samples.Documentation;

/// <summary>Runs a program that a test has compiled.</summary>
internal static class CompiledProgram
{
    // There is one console.
    private static readonly Lock console = new();

    /// <returns>What it wrote.</returns>
    public static string Run(CSharpCompilation compilation)
    {
        using var image = new MemoryStream();
        var emitted = compilation.Emit(image, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(emitted.Success, string.Join('\n', emitted.Diagnostics));
        var main = Assembly.Load(image.ToArray()).EntryPoint!;
        lock (console)
        {
            var before = Console.Out;
            using var written = new StringWriter { NewLine = "\n" };
            Console.SetOut(written);
            try
            {
                main.Invoke(null, [.. main.GetParameters().Select(_ => Array.Empty<string>())]);
                return written.ToString();
            }
            finally
            {
                Console.SetOut(before);
            }
        }
    }
}
