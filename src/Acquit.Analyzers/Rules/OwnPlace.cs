using Acquit.Analyzers.Flow;

namespace Acquit.Analyzers.Rules;

/// <summary>The place that is reported, as a step of the path: where it stands among the others, and what happens there.</summary>
internal static class OwnPlace
{
    /// <summary>What leads out of the method begins where it is reported; calls within helpers follow it; everything else led up to it.</summary>
    public static int Before(Finding finding, int places) =>
        finding.Kind is FindingKind.HeldAtExit or FindingKind.Lost or FindingKind.HeldAtThrow or FindingKind.PinMeant ? 0 : places - finding.Chain.Length;

    public static string Text(Finding finding) => finding.Kind switch
    {
        FindingKind.HeldAtExit or FindingKind.Lost or FindingKind.HeldAtThrow or FindingKind.PinMeant => $"'{PathWords.Name(finding.Resource!.Site.Method)}' takes it",
        FindingKind.KeptForEver => "kept from here on",
        FindingKind.LeftBehind => "still named from here on",
        FindingKind.WrongRelease => "released here, by an API of another kind",
        FindingKind.ReleasedAgain => "released here again",
        FindingKind.UsedAfterRelease => UsedAfterRelease.IsReturned(finding) ? "returned here" : "used here",
        FindingKind.ReleasedUnacquired => "released here, though not taken",
        FindingKind.WrongCount => "so many are released",
        FindingKind.OutOfOrder => "released here, before its turn",
        FindingKind.ForbiddenContext or FindingKind.OutsideContext => "called here",
        FindingKind.LockNotHeld => "called here, without it",
        FindingKind.LockHeld => "called here, with it held",
        FindingKind.NotMarked => "released here",
        FindingKind.ForbiddenArgument => "passed here",
        FindingKind.OlderName => "the older name",
        FindingKind.HiddenApi => "the member that hides it",
        FindingKind.BrokenContract => "not as the contract says",
        FindingKind.ReleaseLoop => "released one by one",
        FindingKind.HandConversion => "converted here",
        _ => "not followed from here on",
    };
}
