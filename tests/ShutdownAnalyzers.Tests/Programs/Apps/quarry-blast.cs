using Serilog;
using Serilog.Events;

namespace Quarry.Blasting;

public static class Program
{
    public static void Main(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddSerilog((services, logging) => logging
            .ReadFrom.Configuration(builder.Configuration)
            .WriteTo.File("blasts.log", restrictedToMinimumLevel: LogEventLevel.Information, buffered: true));
        builder.Services.AddSingleton<BlastBook>();

        var app = builder.Build();
        app.MapPost("/blasts", (BlastRequest request, BlastBook book) => book.Enter(request));
        app.Run();
    }
}

public sealed record BlastRequest(string Face, double Kilograms);

public sealed class BlastBook : IDisposable
{
    private readonly Serilog.Core.Logger _audit = new LoggerConfiguration().WriteTo.File("audit.txt", buffered: true).CreateLogger();
    private readonly ILogger<BlastBook> _logger;

    public BlastBook(ILogger<BlastBook> logger) => _logger = logger;

    public string Enter(BlastRequest request)
    {
        var id = Guid.NewGuid().ToString("N");
        _audit.Information("{Id} {Face} {Kilograms}", id, request.Face, request.Kilograms);
        _logger.LogInformation("Blast {Id} entered", id);
        return id;
    }

    public void Dispose() => _audit.Dispose();
}
