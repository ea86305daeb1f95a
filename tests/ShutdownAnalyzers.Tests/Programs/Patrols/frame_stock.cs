using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection.Extensions;

var builder = WebApplication.CreateBuilder(args);
builder.Services.TryAddSingleton(TimeProvider.System);
builder.Services.AddSingleton<FrameStock>();
builder.Services.AddHostedService(sp => sp.GetRequiredService<FrameStock>());
builder.Services.AddHostedService<StockClock>();
builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromSeconds(20));

var app = builder.Build();
app.MapPost("/frames/{model}/sold", async (string model, FrameStock stock, CancellationToken ct) =>
    await stock.SellAsync(model, ct) is { } left ? Results.Ok(new { model, left }) : Results.StatusCode(503));
await app.RunAsync();

internal abstract record StockMessage
{
    public sealed record Sell(string Model, TaskCompletionSource<int?> Reply) : StockMessage;
    public sealed record Recount : StockMessage;
}

internal sealed class FrameStock(IConfiguration configuration, ILogger<FrameStock> logger) : BackgroundService
{
    private readonly Channel<StockMessage> _mailbox = Channel.CreateBounded<StockMessage>(128);
    private readonly Dictionary<string, int> _stock = configuration.GetSection("Frames").Get<Dictionary<string, int>>() ?? [];

    public async Task<int?> SellAsync(string model, CancellationToken ct)
    {
        var reply = new TaskCompletionSource<int?>(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            await _mailbox.Writer.WriteAsync(new StockMessage.Sell(model, reply), ct);
        }
        catch (ChannelClosedException)
        {
            return null;
        }

        return await reply.Task.WaitAsync(ct);
    }

    public bool Recount() => _mailbox.Writer.TryWrite(new StockMessage.Recount());

    public override Task StopAsync(CancellationToken cancellationToken)
    {
        _mailbox.Writer.TryComplete();
        return base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var message in _mailbox.Reader.ReadAllAsync(CancellationToken.None))
        {
            switch (message)
            {
                case StockMessage.Sell(var model, var reply):
                    var left = _stock.GetValueOrDefault(model);
                    if (left > 0)
                        _stock[model] = --left;
                    reply.TrySetResult(left);
                    break;
                case StockMessage.Recount:
                    logger.LogInformation("{Frames} frames of {Models} models", _stock.Values.Sum(), _stock.Count);
                    break;
            }
        }
    }
}

internal sealed class StockClock(FrameStock stock, TimeProvider time) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var hourly = new PeriodicTimer(TimeSpan.FromHours(1), time);
        using var end = stoppingToken.UnsafeRegister(static timer => ((PeriodicTimer)timer!).Dispose(), hourly);
        while (await hourly.WaitForNextTickAsync(CancellationToken.None))
            stock.Recount();
    }
}
