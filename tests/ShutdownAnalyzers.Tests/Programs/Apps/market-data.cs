using System.Runtime.InteropServices;
using Microsoft.AspNetCore.SignalR.Client;
using Npgsql;

namespace Market.Recorder;

internal static class Program
{
    private static async Task Main(string[] args)
    {
        using var stop = new CancellationTokenSource();
        using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);

        await using var database = new NpgsqlDataSourceBuilder(args[0]).Build();
        var hub = Connect(args[1]);
        try
        {
            await RecordAsync(hub, database, stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
        }
        finally
        {
            await CloseAsync(hub);
        }

        void OnSignal(PosixSignalContext context)
        {
            context.Cancel = true;
            stop.Cancel();
        }
    }

    private static HubConnection Connect(string url) => new HubConnectionBuilder().WithUrl(url).WithAutomaticReconnect().Build();

    private static async Task RecordAsync(HubConnection hub, NpgsqlDataSource database, CancellationToken stop)
    {
        await hub.StartAsync(stop);
        await foreach (var price in hub.StreamAsync<decimal>("prices", stop))
        {
            await using var command = database.CreateCommand("insert into price(value) values ($1)");
            command.Parameters.AddWithValue(price);
            await command.ExecuteNonQueryAsync(CancellationToken.None);
        }
    }

    private static async ValueTask CloseAsync(IAsyncDisposable connection)
    {
        await connection.DisposeAsync();
        Console.WriteLine("Recorder closed");
    }
}
