var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddHostedService<ReportRun>();
await builder.Build().RunAsync();

internal sealed class ReportRun : IHostedService
{
    private Task _report = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _report = WriteReportAsync();
        Console.WriteLine("ready");
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _report.WaitAsync(cancellationToken);
    }

    private static Task WriteReportAsync() => Task.Delay(TimeSpan.FromMinutes(1));
}
