namespace Search.Ingest;

public interface IIngestPipe
{
    Task AcceptAsync(CancellationToken cancellationToken);
    Task DrainAsync();
    Task<int> DrainAsync(CancellationToken cancellationToken);
}

public interface ISnapshot
{
    Task UploadAsync(Uri target);
}

public sealed class IngestService(IIngestPipe pipe, ISnapshot snapshot, IConfiguration configuration) : BackgroundService
{
    private readonly Uri _target = new(configuration["Snapshots"] ?? "https://blobs.local/snapshots");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
            await pipe.AcceptAsync(stoppingToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken) //! HAZARD drain SHUT210
    {
        await base.StopAsync(cancellationToken);
        await FinishAsync(); //! HAZARD drain SHUT210
    }

    private async Task FinishAsync() //! HAZARD drain SHUT210
    {
        await pipe.DrainAsync(); //! HAZARD drain SHUT210
        await snapshot.UploadAsync(_target); //! HAZARD drain SHUT210
    }
}
