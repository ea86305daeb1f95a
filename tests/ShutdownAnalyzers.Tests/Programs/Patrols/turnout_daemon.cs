using System.Runtime.InteropServices;
using System.Threading.Channels;

using var stop = new CancellationTokenSource();
using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);

var folder = args.ElementAtOrDefault(0) ?? ".";
var reports = Channel.CreateBounded<(string Station, int Votes)>(100);
var writing = WriteAsync(Path.Combine(folder, "turnout.csv"));
try
{
    await ReadAsync(Path.Combine(folder, "incoming"), stop.Token);
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    Console.Error.WriteLine("stopping, finishing the file");
}
finally
{
    reports.Writer.TryComplete();
    await writing;
}

return 0;

void OnSignal(PosixSignalContext context)
{
    context.Cancel = true;
    stop.Cancel();
}

async Task ReadAsync(string incoming, CancellationToken ct)
{
    Directory.CreateDirectory(incoming);
    using var tick = new PeriodicTimer(TimeSpan.FromSeconds(5));
    do
    {
        foreach (var file in Directory.GetFiles(incoming, "*.txt"))
        {
            if (Parse(await File.ReadAllTextAsync(file, ct)) is not { } report)
            {
                File.Move(file, file + ".bad", true);
                continue;
            }

            await reports.Writer.WriteAsync(report, ct);
            File.Delete(file);
        }
    }
    while (await tick.WaitForNextTickAsync(ct));
}

static (string, int)? Parse(string text)
    => text.Split(';') is [var station, var votes] && int.TryParse(votes, out var count) ? (station.Trim(), count) : null;

async Task WriteAsync(string path)
{
    await using var writer = new StreamWriter(path, append: true);
    while (await reports.Reader.WaitToReadAsync())
    {
        while (reports.Reader.TryRead(out var report))
            await writer.WriteLineAsync($"{DateTime.UtcNow:O};{report.Station};{report.Votes}");

        await writer.FlushAsync();
    }
}
