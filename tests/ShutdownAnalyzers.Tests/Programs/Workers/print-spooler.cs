using System.Collections.Concurrent;

namespace Office.Printing;

public sealed record PrintJob(string Printer, byte[] Pages);

public interface IPrinterDriver
{
    void Print(PrintJob job);
}

public sealed class PrintSpooler(IPrinterDriver driver) : IHostedService, IDisposable
{
    private readonly BlockingCollection<PrintJob> _jobs = [];
    private Thread? _thread;

    public void Enqueue(PrintJob job) => _jobs.Add(job);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _thread = new Thread(static state => ((PrintSpooler)state!).Run()) { IsBackground = true, Name = "spooler" };
        _thread.Start(this);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) //! HAZARD join SHUT208 SHUT205 SHUT601 SHUT210
    {
        _thread?.Join(); //! HAZARD join SHUT208 SHUT205 SHUT601 SHUT210
        return Task.CompletedTask;
    }

    public void Dispose() => _jobs.Dispose();

    private void Run() //! HAZARD join SHUT208 SHUT205 SHUT601 SHUT101
    {
        foreach (var job in _jobs.GetConsumingEnumerable()) //! HAZARD join SHUT208 SHUT205 SHUT601 SHUT101 SHUT102
            driver.Print(job);
    }
}
