namespace Campus.Printing;

public sealed record PrintJob(int Id, string Owner, int Pages);

public interface IPrinterLink : IAsyncDisposable
{
    Task<int> ActiveJobsAsync();
    Task RefuseNewJobsAsync();
    Task<PrintJob?> WaitForJobDoneAsync();
}

public interface IPrinterLinks
{
    Task<IPrinterLink> OpenAsync(string printer, CancellationToken ct);
}

public sealed class PrintSpooler(IPrinterLinks links, IConfiguration configuration, ILogger<PrintSpooler> logger) : IHostedService, IAsyncDisposable
{
    private readonly List<IPrinterLink> _open = [];

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var printer in configuration.GetSection("Printers").Get<string[]>() ?? [])
            _open.Add(await links.OpenAsync(printer, cancellationToken));
    }

    public async Task StopAsync(CancellationToken cancellationToken) //! HAZARD deadline SHUT210
    {
        logger.LogInformation("Draining {Count} printers", _open.Count);
        foreach (var link in _open)
        {
            await link.RefuseNewJobsAsync(); //! HAZARD deadline SHUT210
            await DrainAsync(link); //! HAZARD deadline SHUT210
        }
    }

    private async Task DrainAsync(IPrinterLink link) //! HAZARD deadline SHUT210
    {
        while (await link.ActiveJobsAsync() > 0) //! HAZARD deadline SHUT210
        {
            if (await link.WaitForJobDoneAsync() is { } job) //! HAZARD deadline SHUT210
                logger.LogInformation("Job {Id} of {Owner} done, {Pages} pages", job.Id, job.Owner, job.Pages);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var link in _open)
            await link.DisposeAsync();
        _open.Clear();
    }
}

public interface ITonerMonitor
{
    Task StopWatchingAsync();
    Task<int> LevelAsync(string printer, CancellationToken ct);
}

public static class TonerEndpoints
{
    public static WebApplication UseToner(this WebApplication app)
    {
        var monitor = app.Services.GetRequiredService<ITonerMonitor>();
        app.Lifetime.ApplicationStopping.Register(OnStopping); //! HAZARD toner SHUT301

        app.MapGet("/toner/{printer}", (string printer, CancellationToken ct) => monitor.LevelAsync(printer, ct));
        return app;

        async void OnStopping() //! HAZARD toner SHUT301
        {
            try
            {
                await monitor.StopWatchingAsync(); //! HAZARD toner SHUT301
            }
            catch (IOException ex)
            {
                app.Logger.LogWarning(ex, "Toner monitor is still watching");
            }
        }
    }
}
