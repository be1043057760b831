using Acquit.Cli;
using Acquit.Cli.CommandLine;

using var interruption = new Interruption();
return (int)await AcquitCommand.RunAsync(args, Terminal.OfProcess(), interruption.Token);
