using System.IO.Compression;

namespace Paper.Mill;

internal static class Registrations
{
    public static IServiceCollection Provide<TService>(this IServiceCollection services, TService instance) where TService : class
    {
        ArgumentNullException.ThrowIfNull(instance);
        return services.AddSingleton(instance); //! HAZARD instance SHUT701
    }
}

public interface IRollArchive
{
    void Add(string roll, ReadOnlySpan<byte> scan);
}

internal sealed class RollArchive(string path) : IRollArchive, IAsyncDisposable
{
    private readonly ZipArchive _zip = ZipFile.Open(path, ZipArchiveMode.Update);
    private readonly Lock _gate = new();

    public void Add(string roll, ReadOnlySpan<byte> scan)
    {
        lock (_gate)
        {
            using var entry = _zip.CreateEntry(roll, CompressionLevel.Fastest).Open();
            entry.Write(scan);
        }
    }

    public ValueTask DisposeAsync()
    {
        _zip.Dispose();
        return ValueTask.CompletedTask;
    }
}

public static class Program
{
    public static void Main(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Services
            .Provide<IRollArchive>(new RollArchive(Path.Combine(builder.Environment.ContentRootPath, "rolls.zip"))) //! HAZARD instance SHUT701 SHUT315 SHUT602
            .Provide(new MillSettings { MaxScan = 1 << 20 });

        var app = builder.Build();
        app.MapPut("/rolls/{roll}", async (string roll, HttpRequest request, IRollArchive archive, MillSettings settings) =>
        {
            using var buffer = new MemoryStream();
            await request.Body.CopyToAsync(buffer, request.HttpContext.RequestAborted);
            if (buffer.Length > settings.MaxScan) return Results.BadRequest();

            archive.Add(roll, buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
            return Results.NoContent();
        });
        app.Run();
    }
}

internal sealed class MillSettings
{
    public int MaxScan { get; init; }
}
