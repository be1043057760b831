using Xunit;
using Verify = Acquit.Tests.Verification.CSharpAnalyzerVerifier<Acquit.Analyzers.PairingAnalyzer>;

namespace Acquit.Tests.Rules;

/// <summary>What a contract file could not be understood to say, nobody is blamed for.</summary>
public class BrokenContractFilesTests
{
    private const string Code = """
        public sealed class Device
        {
            public void Enable() { }
            public void Disable() { }
            public void PowerOff() { }
        }
        public static class Driver
        {
            public static void Run(Device device)
            {
                device.Enable();
                @;
                device.PowerOff();
            }
        }
        """;

    private const string Power = "M:Device.PowerOff\n    this releases device-power\n";

    [Theory]
    [InlineData("M:Device.Enable\n    this acquires device-power releasedby PowerOff\n    this aquires device-dma\nM:Device.Disable\n    this releases device-dma\n")]
    [InlineData("M:Device.Enable\n    this acquires device-power releasedby PowerOff\nM:Device.Enabel\n    this acquires device-dma\nM:Device.Disable\n    this releases device-dma\n")]
    public Task A_release_of_what_may_have_been_acquired_by_that_is_not_reported(string file) => VerifyAsync(file, "device.Disable()");

    [Fact]
    public Task A_release_of_what_nobody_acquires_is_reported_where_all_is_understood() => VerifyAsync(
        "M:Device.Enable\n    this acquires device-power releasedby PowerOff\nM:Device.Disable\n    this releases device-dma\n", "{|ACQ103:device.Disable()|}");

    [Fact]
    public Task A_release_of_what_something_else_acquires_is_reported_all_the_same() => VerifyAsync(
        "M:Device.Enable\n    this acquires device-power releasedby PowerOff\n    this aquires device-irq\nM:Device.PowerOff\n    this acquires device-dma\nM:Device.Disable\n    this releases device-dma\n", "{|ACQ103:device.Disable()|}");

    private static Task VerifyAsync(string file, string release)
    {
        var test = new Verify.Test { TestCode = Code.Replace("@", release) };
        test.TestState.AdditionalFiles.Add(file + Power);
        return test.RunAsync(TestContext.Current.CancellationToken);
    }
}
