namespace Wiki.Hosting;

internal static class Program
{
    private static Task Main(string[] args) => args switch
    {
        ["serve", ..] => Serve(args[1..]).RunAsync(),
        ["index", ..] => Index(args[1..]).RunAsync(),
        _ => Usage(),
    };

    private static Task Usage()
    {
        Environment.ExitCode = 64;
        return Console.Error.WriteLineAsync("usage: wiki serve|index");
    }

    private static WebApplication Serve(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        builder.Services.AddSingleton<Pages>();
        var app = builder.Build();
        app.MapGet("/{page}", async (string page, Pages pages, CancellationToken ct)
            => await pages.ReadAsync(page, ct) is { } text ? Results.Text(text, "text/markdown") : Results.NotFound());
        app.MapPut("/{page}", async (string page, HttpRequest request, Pages pages, CancellationToken ct) =>
        {
            using var reader = new StreamReader(request.Body);
            await pages.WriteAsync(page, await reader.ReadToEndAsync(ct));
            return Results.NoContent();
        });
        return app;
    }

    private static IHost Index(string[] args)
    {
        var builder = Host.CreateApplicationBuilder(args);
        builder.Services.AddSingleton<Pages>();
        builder.Services.AddHostedService<Indexer>();
        return builder.Build();
    }
}

internal sealed class Pages(IHostEnvironment environment)
{
    public string Folder { get; } = Path.Combine(environment.ContentRootPath, "pages");

    public async Task<string?> ReadAsync(string page, CancellationToken ct)
    {
        var file = FileOf(page);
        return File.Exists(file) ? await File.ReadAllTextAsync(file, ct) : null;
    }

    public async Task WriteAsync(string page, string text)
    {
        Directory.CreateDirectory(Folder);
        await File.WriteAllTextAsync(FileOf(page), text, CancellationToken.None);
    }

    private string FileOf(string page) => Path.Combine(Folder, Path.GetFileName(page) + ".md");
}

internal sealed class Indexer(Pages pages, IHostApplicationLifetime lifetime, ILogger<Indexer> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var words = 0;
        foreach (var file in Directory.EnumerateFiles(pages.Folder, "*.md"))
            words += (await File.ReadAllTextAsync(file, stoppingToken)).Split(' ').Length;

        logger.LogInformation("{Words} words", words);
        lifetime.StopApplication();
    }
}
