namespace Identity.Tokens;

public interface ITokenEndpoint
{
    Task<(string Token, DateTimeOffset Expires)> FetchAsync(CancellationToken cancellationToken);
}

public interface ITokenFile
{
    Task WriteAsync(string token, DateTimeOffset expires);
}

public sealed class TokenRefresher(ITokenEndpoint endpoint, ITokenFile file, TimeProvider clock) : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _stop = new();

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _ = Task.Run(RefreshAsync, CancellationToken.None); //! HAZARD thrown SHUT209 SHUT205
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) //! HAZARD thrown SHUT209 SHUT205
    {
        _stop.Cancel(); //! HAZARD thrown SHUT209 SHUT205
        return Task.CompletedTask; //! HAZARD thrown SHUT209 SHUT205
    }

    public void Dispose() => _stop.Dispose();

    private async Task RefreshAsync()
    {
        var token = _stop.Token;
        do
        {
            var (value, expires) = await endpoint.FetchAsync(token);
            await file.WriteAsync(value, expires);
            var pause = expires - clock.GetUtcNow() - TimeSpan.FromMinutes(1);
            await Task.Delay(pause > TimeSpan.Zero ? pause : TimeSpan.FromSeconds(5), clock, token);
        }
        while (!token.IsCancellationRequested);
    }
}
