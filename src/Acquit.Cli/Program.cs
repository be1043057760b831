using Acquit.Cli;
using Acquit.Cli.CommandLine;

return (int)await AcquitCommand.RunAsync(args, Terminal.OfProcess(), CancellationToken.None);
