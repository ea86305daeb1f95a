using System.Collections.Concurrent;

namespace Tailor.Workshop;

public sealed record Alteration(int Ticket, string Garment, string Note);

public interface ISewingTable
{
    void Sew(Alteration alteration, CancellationToken ct);
}

public interface ITicketStore
{
    IEnumerable<Alteration> Load();
    void Save(IEnumerable<Alteration> left);
}

public class TailoringQueue : IHostedService, IDisposable
{
    private readonly BlockingCollection<Alteration> _queue = new(100);
    private readonly CancellationTokenSource _hurry = new();
    private readonly ISewingTable _table;
    private readonly ITicketStore _store;
    private readonly ILogger<TailoringQueue> _logger;
    private readonly Thread _tailor;
    private bool _started;

    public TailoringQueue(ISewingTable table, ITicketStore store, ILogger<TailoringQueue> logger)
    {
        _table = table;
        _store = store;
        _logger = logger;
        _tailor = new Thread(SewAll) { IsBackground = true, Name = nameof(TailoringQueue) };
    }

    public bool Accept(Alteration alteration)
    {
        try
        {
            return _queue.TryAdd(alteration);
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var alteration in _store.Load())
            Accept(alteration);

        _tailor.Start();
        _started = true;
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _queue.CompleteAdding();
        if (!_started)
            return Task.CompletedTask;

        _hurry.CancelAfter(TimeSpan.FromSeconds(8));
        if (!_tailor.Join(TimeSpan.FromSeconds(10)))
            _logger.LogWarning("The tailor is still sewing");

        return Task.CompletedTask;
    }

    private void SewAll()
    {
        var left = new List<Alteration>();
        foreach (var alteration in _queue.GetConsumingEnumerable())
        {
            if (_hurry.IsCancellationRequested)
            {
                left.Add(alteration);
                continue;
            }

            try
            {
                _table.Sew(alteration, _hurry.Token);
            }
            catch (OperationCanceledException)
            {
                left.Add(alteration);
            }
            catch (Exception ex)
            {
                _logger.LogError(ex, "Ticket {Ticket} failed", alteration.Ticket);
            }
        }

        _store.Save(left);
    }

    public void Dispose()
    {
        _queue.Dispose();
        _hurry.Dispose();
        GC.SuppressFinalize(this);
    }
}
