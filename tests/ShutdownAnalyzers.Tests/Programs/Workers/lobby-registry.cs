namespace Games.Lobby;

public interface IDirectoryApi
{
    Task<string> AnnounceAsync(string name, CancellationToken cancellationToken);
    Task RefreshAsync(string ticket, int players, CancellationToken cancellationToken);
    Task WithdrawAsync(string ticket);
}

public interface IPlayers
{
    int Count { get; }
}

public abstract class Lifecycle<TState> : BackgroundService
{
    protected abstract Task<TState> EnterAsync(CancellationToken cancellationToken);
    protected abstract Task StepAsync(TState state, CancellationToken cancellationToken);
    protected abstract Task LeaveAsync(TState state);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken) //! HAZARD leave SHUT107
    {
        var state = await EnterAsync(stoppingToken);

        while (!stoppingToken.IsCancellationRequested)
            await StepAsync(state, stoppingToken); //! HAZARD leave SHUT107

        await LeaveAsync(state); //! HAZARD leave SHUT107
    }
}

public sealed class LobbyRegistration(IDirectoryApi directory, IPlayers players, IHostEnvironment environment) : Lifecycle<string>
{
    protected override Task<string> EnterAsync(CancellationToken cancellationToken)
        => directory.AnnounceAsync(environment.ApplicationName, cancellationToken);

    protected override async Task StepAsync(string state, CancellationToken cancellationToken)
    {
        await directory.RefreshAsync(state, players.Count, cancellationToken);
        await Task.Delay(TimeSpan.FromSeconds(25), cancellationToken); //! HAZARD leave SHUT107
    }

    protected override Task LeaveAsync(string state) => directory.WithdrawAsync(state);
}
