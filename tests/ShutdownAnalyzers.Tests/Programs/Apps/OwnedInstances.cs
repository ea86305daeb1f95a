using Npgsql;

namespace Cadastre.Api;

internal sealed class TileCache : IDisposable
{
    private readonly FileStream _file = File.Open("tiles.bin", FileMode.OpenOrCreate);

    public long Size => _file.Length;

    public void Dispose() => _file.Dispose();
}

internal sealed class Parcels(NpgsqlDataSource source)
{
    public async Task<string?> OwnerAsync(long id, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("select owner from parcel where id = $1");
        command.Parameters.AddWithValue(id);
        return (string?)await command.ExecuteScalarAsync(cancellationToken);
    }
}

public static class Program
{
    public static async Task Main(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);

        await using var source = NpgsqlDataSource.Create(builder.Configuration.GetConnectionString("Cadastre") ?? "Host=localhost");
        builder.Services.AddSingleton(source);
        builder.Services.AddSingleton<Parcels>();

        var cache = new TileCache();
        try
        {
            builder.Services.AddSingleton(cache);

            var app = builder.Build();
            app.MapGet("/parcels/{id:long}/owner", async (long id, Parcels parcels, CancellationToken ct) =>
                await parcels.OwnerAsync(id, ct) is { } owner ? Results.Text(owner) : Results.NotFound());
            app.MapGet("/cache", (TileCache tiles) => tiles.Size);
            await app.RunAsync();
        }
        finally
        {
            cache.Dispose();
        }
    }
}
