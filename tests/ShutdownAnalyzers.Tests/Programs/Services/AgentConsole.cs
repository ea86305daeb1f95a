using System.Collections.Concurrent;

namespace CallCentre.Agents;

public enum AgentState { Away, Free, Talking }

public sealed record Call(Guid Id, string Number, DateTimeOffset Since);

public interface ISwitchboard
{
    Task<Call> NextCallAsync();
    Task ConnectAsync(Call call, string agent, CancellationToken ct);
    Task MusicAsync(Call call, CancellationToken ct);
}

public sealed class AgentBook
{
    private readonly ConcurrentDictionary<string, AgentState> _agents = new();

    public void Set(string agent, AgentState state) => _agents[agent] = state;

    public string? TakeFree() => _agents.FirstOrDefault(a => a.Value == AgentState.Free).Key is { } agent && _agents.TryUpdate(agent, AgentState.Talking, AgentState.Free) ? agent : null;
}

public sealed class CallRouter(ISwitchboard switchboard, AgentBook agents, ILogger<CallRouter> logger) : BackgroundService
{
    private Task<Call>? _next;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        do //! HAZARD safe SHUT104
        {
            logger.LogTrace("Waiting for the next call");
        }
        while (await SafelyAsync(() => RouteAsync(stoppingToken))); //! HAZARD safe SHUT104
    }

    private async Task RouteAsync(CancellationToken ct)
    {
        if (_next is null or { IsCompletedSuccessfully: false, IsCompleted: true }) _next = switchboard.NextCallAsync();
        var call = await _next.WaitAsync(ct); //! HAZARD safe SHUT104
        _next = null;

        if (agents.TakeFree() is not { } agent)
        {
            await switchboard.MusicAsync(call, ct);
            return;
        }

        try
        {
            await switchboard.ConnectAsync(call, agent, ct);
        }
        finally
        {
            agents.Set(agent, AgentState.Free);
        }
    }

    private async Task<bool> SafelyAsync(Func<Task> step) //! HAZARD safe SHUT104
    {
        try
        {
            await step();
        }
        catch (Exception ex) //! HAZARD safe SHUT104
        {
            logger.LogError(ex, "A call was dropped");
        }

        return true; //! HAZARD safe SHUT104
    }
}

public static class CallCentreEndpoints
{
    public static void MapAgents(this IEndpointRouteBuilder endpoints)
        => endpoints.MapPut("/agents/{agent}/{state}", (string agent, AgentState state, AgentBook book) =>
        {
            book.Set(agent, state);
            return Results.NoContent();
        });
}
