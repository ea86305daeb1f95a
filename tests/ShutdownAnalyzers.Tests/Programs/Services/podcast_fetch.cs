using System.Runtime.InteropServices;
using System.Xml.Linq;

namespace Podcasts.Fetch;

internal sealed record Episode(string Title, Uri Address);

internal sealed class Fetcher(HttpClient http, string folder) : IDisposable
{
    private readonly SemaphoreSlim _slots = new(3);

    public async Task<int> FetchAsync(Uri feed, CancellationToken ct)
    {
        var document = XDocument.Parse(await http.GetStringAsync(feed, ct));
        var episodes = document.Descendants("item")
            .Select(i => new Episode((string?)i.Element("title") ?? "?", new Uri((string?)i.Element("enclosure")?.Attribute("url") ?? feed.ToString())))
            .Take(10);

        var saved = await Task.WhenAll(episodes.Select(e => SaveAsync(e, ct)));
        return saved.Count(s => s);
    }

    public void Dispose() => _slots.Dispose();

    private async Task<bool> SaveAsync(Episode episode, CancellationToken ct)
    {
        var target = Path.Combine(folder, Path.GetFileName(episode.Address.LocalPath));
        if (File.Exists(target)) return false;

        await _slots.WaitAsync(ct);
        var draft = target + ".part";
        try
        {
            await using (var file = File.Create(draft))
            await using (var content = await http.GetStreamAsync(episode.Address, ct))
                await content.CopyToAsync(file, ct);

            File.Move(draft, target, overwrite: true);
            return true;
        }
        finally
        {
            _slots.Release();
            File.Delete(draft);
        }
    }
}

internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        using var cancel = new CancellationTokenSource();
        void OnSignal(PosixSignalContext context)
        {
            context.Cancel = true;
            cancel.Cancel();
        }

        using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);
        using var http = new HttpClient();
        using var fetcher = new Fetcher(http, Environment.CurrentDirectory);

        try
        {
            foreach (var feed in args)
                Console.WriteLine($"{feed}: {await fetcher.FetchAsync(new Uri(feed), cancel.Token)} new episodes");
            return 0;
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            return 130;
        }
    }
}
