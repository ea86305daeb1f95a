namespace Vault.Courier;

public sealed record Parcel(string Path, long Bytes);

public interface IVault
{
    IReadOnlyList<Parcel> Pending();
    Task UploadAsync(Parcel parcel, CancellationToken ct);
}

internal sealed class CourierState : IDisposable
{
    private readonly CancellationTokenSource _work = new(); //! HAZARD never SHUT110

    public CancellationToken Work => _work.Token; //! HAZARD never SHUT110
    public long Sent { get; set; }
    public int Trips { get; set; }

    public void Dispose() => _work.Dispose();
}

public sealed class BackupCourier(IVault vault, ILogger<BackupCourier> logger) : BackgroundService
{
    private readonly CourierState _state = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        logger.LogInformation("Courier on duty");
        await PatrolAsync(_state); //! HAZARD never SHUT110 SHUT101 SHUT102
    }

    private async Task PatrolAsync(CourierState state)
    {
        while (!state.Work.IsCancellationRequested) //! HAZARD never SHUT110 SHUT101
        {
            foreach (var parcel in vault.Pending().OrderBy(p => p.Bytes))
            {
                await vault.UploadAsync(parcel, state.Work); //! HAZARD never SHUT110
                state.Sent += parcel.Bytes;
            }

            state.Trips++;
            await Task.Delay(TimeSpan.FromMinutes(10), state.Work); //! HAZARD never SHUT110 SHUT102
        }
    }

    public override void Dispose()
    {
        logger.LogInformation("{Bytes} bytes in {Trips} trips", _state.Sent, _state.Trips);
        _state.Dispose();
        base.Dispose();
    }
}

public static class CourierServices
{
    public static IHostApplicationBuilder AddCourier<TVault>(this IHostApplicationBuilder builder) where TVault : class, IVault
    {
        builder.Services.AddSingleton<IVault, TVault>();
        builder.Services.AddHostedService<BackupCourier>();
        return builder;
    }
}
