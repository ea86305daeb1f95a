using System.Collections.Concurrent;

namespace Features.Flags;

public sealed class FlagStore(string path)
{
    private readonly ConcurrentDictionary<string, bool> _flags = new();

    public bool this[string name]
    {
        get => _flags.GetValueOrDefault(name);
        set => _flags[name] = value;
    }

    public async Task SaveAsync()
    {
        var lines = _flags.Select(f => $"{f.Key}={f.Value}");
        await File.WriteAllLinesAsync(path, lines);
    }
}

public static class Program
{
    private static readonly FlagStore Store = new("/var/lib/flags/flags.txt");

    public static void Main(string[] args)
    {
        var app = WebApplication.CreateBuilder(args).Build();
        app.MapGet("/flags/{name}", (string name) => Store[name]);
        app.MapPut("/flags/{name}", (string name, bool on) =>
        {
            Store[name] = on;
            return Results.NoContent();
        });

        Action save = SaveNow; //! HAZARD save SHUT301
        app.Lifetime.ApplicationStopped.Register(save); //! HAZARD save SHUT301
        app.Run();
    }

    private static async void SaveNow() //! HAZARD save SHUT301
    {
        try
        {
            await Store.SaveAsync(); //! HAZARD save SHUT301
        }
        catch (IOException ex)
        {
            await Console.Error.WriteLineAsync(ex.Message);
        }
    }
}
