using Microsoft.Extensions.DependencyInjection.Extensions;
using Npgsql;
using StackExchange.Redis;

namespace Birds.Ringing;

public interface IRingStore
{
    Task AddAsync(string ring, string species, CancellationToken ct);
}

public sealed class RingStore(NpgsqlDataSource source, IConnectionMultiplexer redis) : IRingStore
{
    public async Task AddAsync(string ring, string species, CancellationToken ct)
    {
        await using var command = source.CreateCommand("insert into rings values ($1, $2)");
        command.Parameters.AddWithValue(ring);
        command.Parameters.AddWithValue(species);
        await command.ExecuteNonQueryAsync(ct);
        await redis.GetDatabase().StringSetAsync($"ring:{ring}", species);
    }
}

internal static class Program
{
    private static async Task Main(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        var configuration = builder.Configuration;

        // owned here: it lives longer than the application and is closed by the using
        await using var source = NpgsqlDataSource.Create(configuration.GetConnectionString("Rings") ?? "Host=localhost");
        builder.Services.AddSingleton(source);
        builder.Services.AddSingleton<IConnectionMultiplexer>(_ => ConnectionMultiplexer.Connect(configuration["Redis"] ?? "localhost"));
        builder.Services.TryAddSingleton<IRingStore, RingStore>();
        builder.Services.AddSingleton(new RingFormat("DDA", 8));

        var app = builder.Build();
        app.MapPut("/rings/{ring}", async (string ring, string species, IRingStore rings, RingFormat format, CancellationToken ct) =>
        {
            if (!format.Fits(ring))
                return Results.BadRequest();

            await rings.AddAsync(ring, species, ct);
            return Results.NoContent();
        });
        await app.RunAsync();
    }
}

public sealed record RingFormat(string Prefix, int Length)
{
    public bool Fits(string ring) => ring.Length == Length && ring.StartsWith(Prefix, StringComparison.Ordinal);
}
