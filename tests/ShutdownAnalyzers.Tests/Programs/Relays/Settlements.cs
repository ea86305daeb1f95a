using System.Threading.Channels;

namespace Bank.Settlement;

public sealed record Instruction(Guid Id, string Debtor, string Creditor, decimal Amount);

public interface ISettlementNetwork
{
    Task SettleAsync(Instruction instruction, CancellationToken cancellationToken);
}

public interface IOutbox
{
    Task KeepAsync(IReadOnlyList<Instruction> instructions, CancellationToken cancellationToken);
}

public interface ISettlementIntake
{
    bool TryAccept(Instruction instruction);
}

public sealed class SettlementService : BackgroundService, ISettlementIntake
{
    private readonly Channel<Instruction> _accepted = Channel.CreateBounded<Instruction>(new BoundedChannelOptions(1_000) { SingleReader = false });
    private readonly ISettlementNetwork _network;
    private readonly IOutbox _outbox;
    private readonly ILogger<SettlementService> _logger;

    public SettlementService(ISettlementNetwork network, IOutbox outbox, ILogger<SettlementService> logger)
        => (_network, _outbox, _logger) = (network, outbox, logger);

    public bool TryAccept(Instruction instruction) => _accepted.Writer.TryWrite(instruction);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var instruction in _accepted.Reader.ReadAllAsync())
            await SettleOrKeepAsync(instruction);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _accepted.Writer.TryComplete();
        using (var drain = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken))
        {
            drain.CancelAfter(TimeSpan.FromSeconds(10));
            await base.StopAsync(drain.Token);
        }

        var rest = new List<Instruction>();
        while (_accepted.Reader.TryRead(out var instruction))
            rest.Add(instruction);

        if (rest.Count > 0)
            await KeepAsync(rest);

        try
        {
            await (ExecuteTask ?? Task.CompletedTask).WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            _logger.LogWarning("The last settlement is still under way");
        }
    }

    private async Task SettleOrKeepAsync(Instruction instruction)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(4));
        try
        {
            await _network.SettleAsync(instruction, limit.Token);
        }
        catch (Exception ex)
        {
            _logger.LogWarning(ex, "{Id} not settled, kept for later", instruction.Id);
            await KeepAsync([instruction]);
        }
    }

    private async Task KeepAsync(IReadOnlyList<Instruction> instructions)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(3));
        try
        {
            await _outbox.KeepAsync(instructions, limit.Token);
        }
        catch (Exception ex)
        {
            foreach (var lost in instructions)
                _logger.LogCritical(ex, "Settle by hand: {Instruction}", lost);
        }
    }
}

public static class SettlementExtensions
{
    public static WebApplicationBuilder AddSettlement(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<SettlementService>();
        builder.Services.AddSingleton<ISettlementIntake>(sp => sp.GetRequiredService<SettlementService>());
        builder.Services.AddHostedService(sp => sp.GetRequiredService<SettlementService>());
        return builder;
    }

    public static void MapSettlement(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapPost("/settlements", (Instruction instruction, ISettlementIntake intake) =>
            intake.TryAccept(instruction) ? Results.Accepted() : Results.StatusCode(StatusCodes.Status503ServiceUnavailable));
}
