var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddTicketExport();
builder.Services.Configure<HostOptions>(options =>
{
    options.ShutdownTimeout = TimeSpan.FromSeconds(20);
    options.BackgroundServiceExceptionBehavior = BackgroundServiceExceptionBehavior.Ignore; //! HAZARD hidden SHUT216
});

using var host = builder.Build();
await host.RunAsync();

internal static class TicketServices
{
    public static IServiceCollection AddTicketExport(this IServiceCollection services)
    {
        services.AddSingleton<ITicketSource, FolderTickets>();
        services.AddHostedService<TicketExport>();
        return services;
    }
}

internal interface ITicketSource
{
    Task<string?> TakeAsync(CancellationToken cancellationToken);
}

internal sealed class FolderTickets : ITicketSource
{
    public async Task<string?> TakeAsync(CancellationToken cancellationToken)
    {
        var path = Directory.Exists("tickets") ? Directory.EnumerateFiles("tickets").FirstOrDefault() : null;
        if (path is null)
            return null;

        var text = await File.ReadAllTextAsync(path, cancellationToken);
        File.Delete(path);
        return text;
    }
}

internal sealed class TicketExport(ITicketSource source, ILogger<TicketExport> logger) : IHostedService
{
    private readonly CancellationTokenSource _cts = new();
    private Task _export = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _export = ExportAsync(_cts.Token);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _cts.CancelAsync();
        await _export.WaitAsync(cancellationToken); //! HAZARD throws SHUT211
        logger.LogInformation("Export stopped");
    }

    private async Task ExportAsync(CancellationToken token)
    {
        try
        {
            while (!token.IsCancellationRequested)
            {
                if (await source.TakeAsync(token) is { } ticket)
                    await File.AppendAllTextAsync("export.txt", ticket, token);
                else
                    await Task.Delay(TimeSpan.FromSeconds(5), token);
            }
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            logger.LogDebug("Export was cancelled");
        }
    }
}
