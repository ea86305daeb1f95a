using System.Diagnostics.CodeAnalysis;

namespace Ferry.Times;

public interface IFerryApi
{
    Task<IReadOnlyList<TimeOnly>> DeparturesAsync(string quay, CancellationToken cancellationToken);
}

public interface IDepartureSign
{
    void Show(string quay, IReadOnlyList<TimeOnly> departures);
}

public abstract class Polling(TimeSpan every, ILogger logger) : BackgroundService
{
    private int _failures;

    protected abstract Task PollAsync(CancellationToken cancellationToken);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                await PollAsync(stoppingToken);
                _failures = 0;
            }
            catch (Exception e)
            {
                if (stoppingToken.IsCancellationRequested) Leave(stoppingToken);
                logger.LogWarning(e, "Poll failed for the {Number}. time", ++_failures);
            }

            await Task.Delay(every * (1 + Math.Min(_failures, 5)), stoppingToken);
        }
    }

    [DoesNotReturn]
    private static void Leave(CancellationToken token) => throw new OperationCanceledException(token);
}

public sealed class FerryTimes(IFerryApi api, IDepartureSign sign, ILogger<FerryTimes> logger) : Polling(TimeSpan.FromSeconds(40), logger)
{
    private static readonly string[] Quays = ["Nesodden", "Lysaker", "Slemmestad"];

    protected override async Task PollAsync(CancellationToken cancellationToken)
    {
        foreach (var quay in Quays)
            sign.Show(quay, await api.DeparturesAsync(quay, cancellationToken));
    }
}
