using System.Globalization;
using Acquit.Benchmarks;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

if (args is ["keystrokes", ..])
{
    var isFastEnough = await Keystrokes.PrintAsync(args.Length > 1 ? args[1] : Keystrokes.UsualFile, args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 1);
    return isFastEnough ? 0 : 1;
}

// In one process: what is compared is compared under the same load, and nothing has to be built for it.
var job = Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance);
var summaries = BenchmarkSwitcher.FromAssembly(typeof(AnalysisAlone).Assembly)
    .Run(args.Length > 0 ? args : ["--filter", "*"], DefaultConfig.Instance.AddJob(job));
return summaries.Any(summary => summary.HasCriticalValidationErrors || summary.Reports.Any(report => !report.Success)) ? 1 : 0;
