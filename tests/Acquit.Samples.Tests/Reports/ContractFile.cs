using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Acquit.Samples.Reports;

/// <summary>A contract file, as a project hands it to the compiler.</summary>
internal sealed class ContractFile(string text) : AdditionalText
{
    public override string Path => "vendor.acquit.txt";

    public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(text);
}
