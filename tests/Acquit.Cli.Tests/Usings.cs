global using Acquit.Cli.Tests.Running;
global using Xunit;
