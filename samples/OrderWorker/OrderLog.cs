namespace OrderWorker;

/// <summary>What was shipped. Lines are buffered; whoever disposes it writes the rest.</summary>
public sealed class OrderLog(string path) : IDisposable
{
    private readonly StreamWriter _file = File.AppendText(path);
    private int _shipped;

    public void Shipped(Order order)
    {
        _file.WriteLine($"{DateTime.UtcNow:O} {order.Id}");
        _shipped++;
    }

    public void Report() => _file.WriteLine($"{DateTime.UtcNow:O} {_shipped} orders shipped");

    public void Dispose() => _file.Dispose();
}
