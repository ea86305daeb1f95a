namespace Museum.Guide;

internal static class HostLaunch
{
    public static THost Launch<THost>(this THost host) where THost : IHost
    {
        host.RunAsync(); //! HAZARD launch SHUT307
        return host;
    }
}

public static class Program
{
    public static async Task<int> Main(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        builder.Services.AddSingleton<Tour>();

        var app = builder.Build();
        app.MapGet("/rooms/{number:int}", (int number, Tour tour) => tour.Describe(number));
        app.Launch(); //! HAZARD launch SHUT307 SHUT308

        var tour = app.Services.GetRequiredService<Tour>();
        await tour.LoadAsync(Path.Combine(app.Environment.ContentRootPath, "rooms.txt"));
        app.Logger.LogInformation("{Count} rooms", tour.Count);
        return 0; //! HAZARD launch SHUT307 SHUT308
    }
}

internal sealed class Tour
{
    private string[] _rooms = [];

    public int Count => _rooms.Length;

    public string Describe(int number) => number > 0 && number <= _rooms.Length ? _rooms[number - 1] : "closed";

    public async Task LoadAsync(string path)
    {
        if (File.Exists(path))
            _rooms = await File.ReadAllLinesAsync(path);
    }
}
