using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Flow;
using Acquit.Analyzers.Flow.Fields;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Rules;

/// <summary>ACQ101: held on some path that leaves the method, or lost.</summary>
internal sealed class NotReleased : FindingRule
{
    public override DiagnosticDescriptor Descriptor => Descriptors.NotReleased;

    public override bool Reads(FindingKind kind) => kind is FindingKind.HeldAtExit or FindingKind.Lost;

    protected override string Message(Finding finding, ContractTable contracts)
    {
        var resource = finding.Resource!;
        var releases = ReleaseNames.Of(resource, contracts);
        var advice = releases.IsEmpty ? "" : $"; release {PathWords.It(resource)} with '{releases[0]}'";
        if (finding.Ending is { } ending)
        {
            var end = ending.Kind == EndingKind.Finalizer ? $"the finalizer of '{ending.Method.ContainingType.Name}'" : $"'{ending.Method.ContainingType.Name}.{ending.Method.Name}'";
            return $"{PathWords.Held(resource)} kept in '{finding.Field!.Name}', and still held when {end} has run{PathWords.After(finding)}{advice}";
        }

        if (finding.Keeping is { Variable.Name: var collection })
        {
            var left = finding.Kind == FindingKind.Lost ? $"when '{collection}' gets another collection at line {PathWords.Line(finding.Exit!.Location)}" : $"when {PathWords.Exit(finding.Exit!)}";
            return $"{PathWords.Held(resource)} put into '{collection}', and still held {left}{PathWords.After(finding)}" +
                   (releases.IsEmpty ? "" : $"; release what is in it with '{releases[0]}'");
        }

        if (finding.Overwriting is { } overwriting)
        {
            return $"{PathWords.Held(resource)} kept in '{finding.Field!.Name}', and lost when '{PathWords.Name(overwriting)}' puts {(PathWords.AreSeveral(resource) ? "others" : "another one")} there (line {PathWords.Line(finding.Exit!.Location)}){advice} first";
        }

        return finding.Kind == FindingKind.Lost
            ? $"{PathWords.Held(resource)} still held at line {PathWords.Line(finding.Exit!.Location)}, where nothing refers to {PathWords.It(resource)} any more{PathWords.After(finding)}{advice}"
            : $"{PathWords.Held(resource)} still held when {PathWords.Exit(finding.Exit!)}{PathWords.After(finding)}{advice}";
    }

    protected override void Describe(Finding finding, ContractTable contracts, ImmutableDictionary<string, string?>.Builder properties)
    {
        properties[DiagnosticProperties.Releases] = string.Join(",", ReleaseNames.Of(finding.Resource!, contracts));
        properties[DiagnosticProperties.Holder] = finding.Holder;
        properties[DiagnosticProperties.Count] = finding.ExpectedCount;
        if (finding is not { Ending: null, Overwriting: null })
        {
            properties[DiagnosticProperties.Life] = finding.Field!.Name;
        }

        if (finding.Keeping is { } keeping)
        {
            properties[DiagnosticProperties.Collection] = keeping.Variable.Name;
        }

        properties[DiagnosticProperties.Exit] = (Places(finding).Count() - 1).ToString(System.Globalization.CultureInfo.InvariantCulture);
    }
}
