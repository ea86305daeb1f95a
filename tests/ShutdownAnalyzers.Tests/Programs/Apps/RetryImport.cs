using System.Net;

namespace Census.Import;

internal sealed class Backoff
{
    public static IEnumerable<TimeSpan> Exponential(TimeSpan first)
    {
        for (var next = first; ; next *= 2)
            yield return next;
    }
}

internal sealed class Importer(HttpClient http)
{
    public async Task<string> FetchAsync(Uri uri)
    {
        var failures = 0;
        using var pauses = Backoff.Exponential(TimeSpan.FromMilliseconds(100)).GetEnumerator();

        while (true)
        {
            using var response = await http.GetAsync(uri);
            if (response.StatusCode is not HttpStatusCode.ServiceUnavailable)
                return await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync();

            if (++failures == 4 || !pauses.MoveNext())
                throw new HttpRequestException("Census office is closed", inner: null, response.StatusCode);

            await Task.Delay(pauses.Current);
        }
    }
}

internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        using var http = new HttpClient();
        var importer = new Importer(http);

        foreach (var town in args)
        {
            try
            {
                var text = await importer.FetchAsync(new Uri($"http://census.local/{town}.csv"));
                await File.WriteAllTextAsync($"{town}.csv", text);
            }
            catch (HttpRequestException ex)
            {
                Console.Error.WriteLine($"{town}: {ex.Message}");
                return 1;
            }
        }

        return 0;
    }
}
