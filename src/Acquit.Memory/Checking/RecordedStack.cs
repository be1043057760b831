using System.Diagnostics;

namespace Acquit.Memory;

/// <summary>Takes stacks that begin where the layer was called.</summary>
internal static class RecordedStack
{
    public static StackTrace Take() => new(
        new StackTrace(1, fNeedFileInfo: true).GetFrames()
            .SkipWhile(frame => frame.GetMethod()?.DeclaringType?.Assembly == typeof(RecordedStack).Assembly));
}
