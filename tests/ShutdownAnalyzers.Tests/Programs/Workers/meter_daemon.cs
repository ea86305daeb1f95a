using System.Runtime.InteropServices;
using System.Text.Json;

var stop = new CancellationTokenSource();
using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Request);
using var quit = PosixSignalRegistration.Create(PosixSignal.SIGINT, Request);
using var http = new HttpClient { BaseAddress = new Uri(args.FirstOrDefault() ?? "http://meters.local") };

var spool = new Spool(Path.Combine(Path.GetTempPath(), "meters"));
var failures = 0;

while (true) //! HAZARD daemon SHUT101 SHUT102
{
    try
    {
        var reading = await http.GetFromJsonAsync<Reading>("now");
        await spool.AppendAsync(reading!);
        failures = 0;
    }
    catch (HttpRequestException e)
    {
        Console.Error.WriteLine($"{++failures}. failure: {e.StatusCode}");
    }

    await Task.Delay(TimeSpan.FromSeconds(15 * (1 + failures))); //! HAZARD daemon SHUT101 SHUT102
}

void Request(PosixSignalContext context) //! HAZARD daemon SHUT101 SHUT102
{
    context.Cancel = true;
    stop.Cancel();
}

internal sealed record Reading(DateTimeOffset At, double Watts);

internal sealed class Spool(string folder)
{
    public async Task AppendAsync(Reading reading)
    {
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, $"{reading.At:yyyy-MM-dd}.jsonl");
        await File.AppendAllTextAsync(file, JsonSerializer.Serialize(reading) + Environment.NewLine);
    }
}
