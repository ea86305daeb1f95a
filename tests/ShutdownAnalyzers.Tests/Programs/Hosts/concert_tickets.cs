using System.Collections.Concurrent;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton<PendingPayments>();
builder.Services.AddSingleton<IPaymentGateway, SandboxGateway>();
builder.Services.AddSingleton<IPartnerFeed, NullFeed>();
builder.Services.AddHostedService<Settlement>();

var app = builder.Build();

app.MapPost("/concerts/{id:int}/tickets", (int id, int seats, PendingPayments pending) =>
{
    var payment = new Payment(Guid.NewGuid(), id, seats * 49.50m);
    pending.Add(payment);
    return TypedResults.Created($"/payments/{payment.Id}", payment);
});

app.MapGet("/payments/{id:guid}", (Guid id, PendingPayments pending) =>
    pending.Contains(id) ? Results.Ok("pending") : Results.NotFound());

var feed = app.Services.GetRequiredService<IPartnerFeed>();
app.Lifetime.ApplicationStopping.Register(async () => await feed.AnnounceAsync("box office closed")); //! HAZARD feed SHUT301

await app.RunAsync();

public sealed record Payment(Guid Id, int Concert, decimal Amount);

public interface IPaymentGateway
{
    Task<bool> CaptureAsync(Payment payment);
}

public interface IPartnerFeed
{
    Task AnnounceAsync(string text);
}

public sealed class PendingPayments
{
    private readonly ConcurrentDictionary<Guid, Payment> _payments = new();

    public bool IsEmpty => _payments.IsEmpty;

    public void Add(Payment payment) => _payments[payment.Id] = payment;

    public bool Contains(Guid id) => _payments.ContainsKey(id);

    public void Remove(Payment payment) => _payments.TryRemove(payment.Id, out _);

    public IReadOnlyCollection<Payment> Snapshot() => [.. _payments.Values];
}

public sealed class Settlement(PendingPayments pending, IPaymentGateway gateway, ILogger<Settlement> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(20));
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await CaptureOnceAsync();
    }

    public override async Task StopAsync(CancellationToken cancellationToken) //! HAZARD settle SHUT210
    {
        await base.StopAsync(cancellationToken);
        await SettleAllAsync(); //! HAZARD settle SHUT210
    }

    private async Task SettleAllAsync()
    {
        while (!pending.IsEmpty) //! HAZARD settle SHUT210
            await CaptureOnceAsync(); //! HAZARD settle SHUT210
    }

    private async Task CaptureOnceAsync()
    {
        foreach (var payment in pending.Snapshot())
        {
            if (await gateway.CaptureAsync(payment))
                pending.Remove(payment);
            else
                logger.LogWarning("Payment {Id} not captured yet", payment.Id);
        }
    }
}

internal sealed class SandboxGateway : IPaymentGateway
{
    public Task<bool> CaptureAsync(Payment payment) => Task.FromResult(Random.Shared.Next(10) > 0);
}

internal sealed class NullFeed : IPartnerFeed
{
    public Task AnnounceAsync(string text) => Task.CompletedTask;
}
