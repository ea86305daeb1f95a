using System.Runtime.InteropServices;

using var stop = new CancellationTokenSource();
using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, RequestStop);
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, RequestStop);

using var http = new HttpClient { BaseAddress = new Uri(args is [var url, ..] ? url : "http://dunes.local/") };
await using var log = new StreamWriter("wind.csv", append: true);

do //! HAZARD wind SHUT102
{
    var wind = await ReadAsync();
    await log.WriteLineAsync($"{DateTimeOffset.UtcNow:O};{wind}");
    await Pause(TimeSpan.FromMinutes(wind > 20 ? 1 : 10)); //! HAZARD wind SHUT102
}
while (!stop.IsCancellationRequested); //! HAZARD wind SHUT102

return 0;

async Task<double> ReadAsync()
{
    try
    {
        return await http.GetFromJsonAsync<double>("wind", stop.Token);
    }
    catch (Exception ex) when (ex is HttpRequestException or OperationCanceledException)
    {
        return 0;
    }
}

static Task Pause(TimeSpan time) => Task.Delay(time); //! HAZARD wind SHUT102

void RequestStop(PosixSignalContext context)
{
    context.Cancel = true;
    stop.Cancel();
}
