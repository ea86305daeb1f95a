namespace OrderWorker;

/// <summary>What was shipped. Lines are buffered; whoever disposes it writes the rest.</summary>
public sealed class OrderLog(string path) : IDisposable
{
    private readonly StreamWriter _file = File.AppendText(path);

    public void Shipped(Order order) => _file.WriteLine($"{DateTime.UtcNow:O} {order.Id}");

    public void Dispose() => _file.Dispose();
}
