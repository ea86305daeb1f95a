using System.Net.Sockets;
using Npgsql;

namespace Timber.Yard;

public sealed class Scope : IDisposable
{
    private readonly List<IDisposable> _items = [];

    public void Add(params ReadOnlySpan<IDisposable> items)
    {
        foreach (var item in items) _items.Add(item);
    }

    public void Dispose()
    {
        for (var i = _items.Count - 1; i >= 0; i--) _items[i].Dispose();
        _items.Clear();
    }
}

public abstract class YardClient : IDisposable
{
    protected Scope Scope { get; } = new();

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (disposing) Scope.Dispose();
    }
}

public sealed class YardScale : YardClient
{
    private readonly NpgsqlDataSource _weights;
    private readonly UdpClient _display;

    public YardScale(IConfiguration configuration)
    {
        _weights = NpgsqlDataSource.Create(configuration.GetConnectionString("Yard") ?? "Host=yard");
        _display = new UdpClient("display", 5500);
        Scope.Add(_weights, _display);
    }

    public async Task WeighAsync(string log, double kilograms, CancellationToken cancellationToken)
    {
        await using var command = _weights.CreateCommand("insert into weight values ($1, $2)");
        command.Parameters.AddWithValue(log);
        command.Parameters.AddWithValue(kilograms);
        await command.ExecuteNonQueryAsync(cancellationToken);
        await _display.SendAsync(BitConverter.GetBytes(kilograms), cancellationToken);
    }
}

public static class YardModule
{
    public static IServiceCollection AddYard(this IServiceCollection services) => services.AddSingleton<YardScale>();

    public static void MapYard(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapPut("/logs/{log}", (string log, double kilograms, YardScale scale, CancellationToken ct) => scale.WeighAsync(log, kilograms, ct));
}
