using ShutdownAnalyzers.HostedServices;

namespace ShutdownAnalyzers.Tests.Model;

/// <summary>A type in several parts is looked at in each of its files, and each finding is told once.</summary>
public sealed class SymbolContextTests
{
    private const string Part = "partial class Pump : IHostedService { private readonly CancellationTokenSource _stop = new(); private Task _loop = Task.CompletedTask; }\n";

    private const string Code =
        """
        partial class Pump
        {
            public Task StartAsync(CancellationToken ct) { _loop = LoopAsync(); return Task.CompletedTask; }
            public Task StopAsync(CancellationToken ct) => Task.CompletedTask;
            private async Task LoopAsync() { while (!_stop.IsCancellationRequested) await Task.Delay(1000); }
        }

        """;

    [Theory]
    [InlineData(Part + "//-- Other.cs\n" + Code)]
    [InlineData(Code + "//-- Other.cs\n" + Part)]
    [InlineData(Part + Code)]
    [InlineData(Code + Part + "//-- Third.cs\npartial class Pump { }")]
    public async Task Each_part_tells_its_own(string source)
    {
        var files = source.Split("//-- ").Select(static (text, i) => i == 0 ? ("First.cs", text) : (text[..text.IndexOf('\n')], text[text.IndexOf('\n')..])).ToArray();
        var finding = Assert.Single(await ShutdownAnalyzers.Tests.Code.Compile(files).WithEveryRuleOn().FindingsAsync([new StartedWorkIsNeverStoppedAnalyzer()]));
        Assert.Equal(Array.Find(files, static it => it.Item2.Contains("LoopAsync()")).Item1, finding.Location.SourceTree!.FilePath);
    }
}
