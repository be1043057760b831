using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Flow;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Rules;

/// <summary>Turns one sort of finding of the flow engine into a diagnostic.</summary>
internal abstract class FindingRule
{
    /// <summary>Every rule that reads findings.</summary>
    public static readonly ImmutableArray<FindingRule> All = ImmutableArray.Create<FindingRule>(
        new NotReleased(), new NotReleasedOnThrow(), new WrongRelease(), new ReleasedTwice(), new UsedAfterRelease(), new ReleasedWithoutAcquire(), new WrongCount(),
        new NeverReleased(), new OutOfOrder(), new ForbiddenContext(), new OutsideContext(), new ConvertedByHand(), new LockNotHeld(), new LockHeld(),
        new ForbiddenArgument(), new OlderName(), new ReleasedOneByOne(), new NotMarked(), new HiddenApi(), new PinMeant(), new BrokenContract(), new NotFollowed());

    public abstract DiagnosticDescriptor Descriptor { get; }

    public abstract bool Reads(FindingKind kind);

    /// <summary>The message, in the words of whoever wrote the driver.</summary>
    protected abstract string Message(Finding finding, ContractTable contracts);

    /// <summary>What a fix has to know.</summary>
    protected virtual void Describe(Finding finding, ContractTable contracts, ImmutableDictionary<string, string?>.Builder properties)
    {
    }

    /// <summary>Where else to look, in order, each with a word on what happens there.</summary>
    protected virtual IEnumerable<(Location Location, string Text)> Places(Finding finding) => PathWords.Steps(finding);

    /// <summary>How many of those places come before the one that is reported.</summary>
    protected virtual int Before(Finding finding, int places) => OwnPlace.Before(finding, places);

    protected virtual Location LocationOf(Finding finding) => finding.Node.GetLocation();

    public Diagnostic ToDiagnostic(Finding finding, ContractTable contracts) => ToDiagnostic(finding, contracts, Descriptor);

    /// <param name="descriptor">The rule's own, or its form for what is reported at another time.</param>
    public Diagnostic ToDiagnostic(Finding finding, ContractTable contracts, DiagnosticDescriptor descriptor)
    {
        var properties = ImmutableDictionary.CreateBuilder<string, string?>(StringComparer.Ordinal);
        Describe(finding, contracts, properties);
        var places = Places(finding).ToList();
        for (var i = 0; i < places.Count; i++)
        {
            properties[DiagnosticProperties.Step(i)] = places[i].Text;
        }

        properties[DiagnosticProperties.Here] = OwnPlace.Text(finding);
        properties[DiagnosticProperties.Before] = Before(finding, places.Count).ToString(System.Globalization.CultureInfo.InvariantCulture);
        return Diagnostic.Create(
            descriptor, LocationOf(finding), places.Select(p => p.Location), properties.ToImmutable(), Message(finding, contracts));
    }
}
