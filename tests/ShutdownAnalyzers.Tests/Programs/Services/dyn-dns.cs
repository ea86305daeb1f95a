using System.Net;
using System.Net.Http.Headers;

var settings = Settings.FromEnvironment();
using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(20) };
http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", settings.Key);

var updater = new Updater(http, settings);
await updater.RunAsync(); //! HAZARD daemon SHUT101

internal sealed record Settings(Uri Provider, string Name, string Key, TimeSpan Interval)
{
    public static Settings FromEnvironment() => new(
        new Uri(Environment.GetEnvironmentVariable("DDNS_PROVIDER") ?? "https://dns.example/api/"),
        Environment.GetEnvironmentVariable("DDNS_NAME") ?? "home.example.org",
        Environment.GetEnvironmentVariable("DDNS_KEY") ?? "",
        TimeSpan.FromMinutes(int.TryParse(Environment.GetEnvironmentVariable("DDNS_MINUTES"), out var minutes) ? minutes : 5));
}

internal sealed class Updater(HttpClient http, Settings settings)
{
    private IPAddress? _published;
    private int _errors;

    public async Task RunAsync() //! HAZARD daemon SHUT101
    {
        do //! HAZARD daemon SHUT101
        {
            try
            {
                await UpdateAsync();
                _errors = 0;
            }
            catch (Exception ex) when (ex is HttpRequestException or TaskCanceledException or FormatException)
            {
                _errors++;
                Console.Error.WriteLine($"{DateTime.UtcNow:O} {ex.GetType().Name}: {ex.Message}");
            }

            await Task.Delay(settings.Interval * Math.Max(1, Math.Min(_errors, 6))); //! HAZARD daemon SHUT101 SHUT102
        }
        while (true); //! HAZARD daemon SHUT101
    }

    private async Task UpdateAsync()
    {
        var text = await http.GetStringAsync("https://ip.example/");
        var address = IPAddress.Parse(text.Trim());
        if (address.Equals(_published)) return;

        using var content = JsonContent.Create(new { type = "A", ttl = 60, value = address.ToString() });
        using var response = await http.PutAsync(new Uri(settings.Provider, $"records/{settings.Name}"), content);
        response.EnsureSuccessStatusCode();
        Console.WriteLine($"{DateTime.UtcNow:O} {settings.Name} is now {address}");
        _published = address;
    }
}
