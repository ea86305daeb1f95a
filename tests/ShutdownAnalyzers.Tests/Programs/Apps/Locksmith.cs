using Microsoft.AspNetCore.Http.HttpResults;

namespace Keys.Locksmith;

public class Program
{
    private readonly WebApplication _app;

    private Program(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddSingleton<KeyCatalogue>();
        _app = builder.Build();
        _app.MapGet("/keys/{profile}", Find);
    }

    public static int Main(string[] args)
    {
        var program = new Program(args);
        var url = args is [var first, ..] ? first : null;
        _ = program.ServeAsync(url); //! HAZARD serve SHUT307 SHUT308

        Console.WriteLine("Cutting keys, press Enter to stop");
        Console.ReadLine(); //! HAZARD serve SHUT307 SHUT308 SHUT501
        return 0;
    }

    private Task ServeAsync(string? url) => _app.RunAsync(url); //! HAZARD serve SHUT307

    private static Results<Ok<string>, NotFound> Find(string profile, KeyCatalogue catalogue) =>
        catalogue.Blank(profile) is { } blank ? TypedResults.Ok(blank) : TypedResults.NotFound();
}

public sealed class KeyCatalogue
{
    private readonly Dictionary<string, string> _blanks = new() { ["yale"] = "Y1", ["abus"] = "AB52" };

    public string? Blank(string profile) => _blanks.TryGetValue(profile, out var blank) ? blank : null;
}
