using System.Diagnostics;

namespace ShutdownAnalyzers.Package.Tests;

/// <summary>What a run of the <c>dotnet</c> command printed, and how it ended.</summary>
internal sealed record Run(string Command, int ExitCode, string Output)
{
    public Run Succeeded()
    {
        Assert.True(ExitCode == 0, $"{Command} ended with {ExitCode}:\n{Output}");
        return this;
    }

    public Run Failed()
    {
        Assert.True(ExitCode != 0, $"{Command} was expected to fail:\n{Output}");
        return this;
    }
}

/// <summary>Runs the <c>dotnet</c> command as a user would, from a shell that knows nothing of this test run.</summary>
internal static class Dotnet
{
    public static async Task<Run> RunAsync(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var name in start.Environment.Keys.Where(static name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToArray())
        {
            start.Environment.Remove(name);
        }

        // A server left behind would keep our end of its output open, and the package's files locked.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        start.Environment["UseSharedCompilation"] = "false";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";

        using var process = System.Diagnostics.Process.Start(start)!;
        await using var kill = TestContext.Current.CancellationToken.Register(() => process.Kill(entireProcessTree: true));
        var output = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return new Run("dotnet " + string.Join(' ', arguments), process.ExitCode, string.Concat(output));
    }
}
