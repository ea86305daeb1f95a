namespace Couriers.Tracking;

public interface ICarrierApi
{
    Task<string> StatusAsync(string parcel, CancellationToken cancellationToken);
}

public interface IParcels
{
    Task<IReadOnlyList<string>> OpenAsync(CancellationToken cancellationToken);
    Task UpdateAsync(string parcel, string status, CancellationToken cancellationToken);
}

public sealed class TrackingPoller : BackgroundService
{
    private readonly ICarrierApi _carrier;
    private readonly IParcels _parcels;

    public TrackingPoller(ICarrierApi carrier, IParcels parcels)
    {
        _carrier = carrier;
        _parcels = parcels;
    }

    private TimeSpan PerParcel { get; init; } = TimeSpan.FromSeconds(4);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var rounds = 0;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                rounds++;
                foreach (var parcel in await _parcels.OpenAsync(stoppingToken))
                    await _parcels.UpdateAsync(parcel, await AskAsync(parcel, stoppingToken), stoppingToken);

                await Task.Delay(TimeSpan.FromMinutes(5), stoppingToken);
            }
            catch (TaskCanceledException) //! HAZARD leaves SHUT105
            {
                Console.WriteLine($"tracking ended after {rounds} rounds");
                break; //! HAZARD leaves SHUT105
            }
            catch (InvalidDataException e)
            {
                Console.Error.WriteLine(e.Message);
            }
        }
    }

    private async Task<string> AskAsync(string parcel, CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(PerParcel);
        return await _carrier.StatusAsync(parcel, limit.Token); //! HAZARD leaves SHUT105
    }
}
