namespace PrintShop;

/// <summary>Writes an invoice for the day.</summary>
public sealed class Invoices : IHostedService
{
    private Task _writing = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _writing = WriteAsync();
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken); // SHUT211
    }

    private static async Task WriteAsync()
    {
        await Task.Delay(TimeSpan.FromMinutes(1));
        await File.AppendAllTextAsync("invoices.txt", $"{DateTime.UtcNow:O}\n");
    }
}
