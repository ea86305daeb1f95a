using ShutdownAnalyzers.Proofs;

// `dotnet run` shows the table; whatever starts with the arguments of a test runner gets the tests.
var request = TableRequest.Parse(args);
if (request is not null)
{
    return await Table.ShowAsync(request);
}

return args.Contains("--server")
    ? await Xunit.MicrosoftTestingPlatform.TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
    : await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
