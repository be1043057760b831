using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Emit;

namespace Acquit.Cli.Opening;

/// <summary>
/// Compiles projects as their build does: against the assemblies of the projects they refer to, and not against the sources of those.
/// What is found is then what the build finds.
/// </summary>
internal sealed class BuiltReferences
{
    private readonly Dictionary<Compilation, MetadataReference?> _built = [];

    public async Task<Compilation> CompileAsync(Project project, CancellationToken cancellationToken)
    {
        var compilation = (await project.GetCompilationAsync(cancellationToken))!;
        foreach (var reference in compilation.References.OfType<CompilationReference>())
        {
            if (!_built.TryGetValue(reference.Compilation, out var built))
            {
                _built.Add(reference.Compilation, built = Build(reference.Compilation, cancellationToken));
            }

            if (built is not null)
            {
                compilation = compilation.ReplaceReference(reference, built.WithProperties(reference.Properties));
            }
        }

        return compilation;
    }

    // Null when it cannot be built at all; then there are errors enough to be told.
    private static MetadataReference? Build(Compilation compilation, CancellationToken cancellationToken)
    {
        using var image = new MemoryStream();
        var result = compilation.Emit(
            image, options: new EmitOptions(metadataOnly: true, tolerateErrors: true), cancellationToken: cancellationToken);
        return result.Success ? MetadataReference.CreateFromImage(image.ToArray()) : null;
    }
}
