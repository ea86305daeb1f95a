namespace Billing.Rendering;

public interface IRenderQueue
{
    Task<IReadOnlyList<Guid>> ClaimAsync(int max, CancellationToken ct);
}

public interface IPdfEngine
{
    Task RenderAsync(Guid invoice);
}

internal sealed class InvoiceRenderer(IRenderQueue queue, IPdfEngine engine) : BackgroundService
{
    private readonly SemaphoreSlim _slots = new(4);

    public override void Dispose()
    {
        _slots.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var claimed = await queue.ClaimAsync(200, stoppingToken);
            if (claimed is [])
            {
                await Task.Delay(3_000, stoppingToken);
                continue;
            }

            await Parallel.ForEachAsync(claimed, RenderAsync); //! HAZARD parallel SHUT102
        }
    }

    private async ValueTask RenderAsync(Guid invoice, CancellationToken ct)
    {
        await _slots.WaitAsync(ct);
        try
        {
            await engine.RenderAsync(invoice);
        }
        finally
        {
            _slots.Release();
        }
    }
}
