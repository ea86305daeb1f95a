using System.Collections.Concurrent;

namespace Billing.Throttle;

public sealed record JobContext(string Tenant, int Attempt, CancellationToken Stop);

public interface IInvoiceSource
{
    IAsyncEnumerable<string> TenantsDueAsync(CancellationToken ct);
    Task RenderAsync(string tenant, CancellationToken ct);
}

internal sealed class TenantSlots(int perTenant) : IDisposable
{
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _slots = new(StringComparer.Ordinal);

    public async Task<Slot> EnterAsync(JobContext job)
    {
        var gate = _slots.GetOrAdd(job.Tenant, _ => new SemaphoreSlim(perTenant, perTenant));
        if (job.Attempt > 1)
            await Task.Delay(TimeSpan.FromSeconds(job.Attempt), job.Stop);

        await gate.WaitAsync(); //! HAZARD gate SHUT102
        return new Slot(gate);
    }

    public void Dispose()
    {
        foreach (var gate in _slots.Values) gate.Dispose();
    }

    internal readonly struct Slot(SemaphoreSlim gate) : IDisposable
    {
        public void Dispose() => gate.Release();
    }
}

internal sealed class InvoiceRenderer(IInvoiceSource source, TenantSlots slots, ILogger<InvoiceRenderer> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await foreach (var tenant in source.TenantsDueAsync(stoppingToken))
                await RenderWithRetryAsync(new JobContext(tenant, 1, stoppingToken));

            await Task.Delay(TimeSpan.FromMinutes(10), stoppingToken);
        }
    }

    private async Task RenderWithRetryAsync(JobContext job)
    {
        using var slot = await slots.EnterAsync(job); //! HAZARD gate SHUT102
        try
        {
            await source.RenderAsync(job.Tenant, job.Stop);
        }
        catch (IOException ex) when (job.Attempt < 4)
        {
            logger.LogWarning(ex, "Invoice of {Tenant} is put off after attempt {Attempt}", job.Tenant, job.Attempt);
        }
    }
}
