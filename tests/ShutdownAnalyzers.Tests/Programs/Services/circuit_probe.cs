namespace Gateway.Circuit;

public enum CircuitState { Closed, Open, HalfOpen }

public sealed class Circuit
{
    private readonly Lock _lock = new();
    private int _failures;
    private DateTimeOffset _openUntil;

    public CircuitState State
    {
        get
        {
            lock (_lock)
                return _failures < 5 ? CircuitState.Closed : _openUntil > DateTimeOffset.UtcNow ? CircuitState.Open : CircuitState.HalfOpen;
        }
    }

    public void Report(bool success)
    {
        lock (_lock)
        {
            _failures = success ? 0 : _failures + 1;
            if (_failures >= 5)
                _openUntil = DateTimeOffset.UtcNow.AddSeconds(30);
        }
    }
}

public sealed class CircuitHandler(Circuit circuit) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (circuit.State == CircuitState.Open)
            return new HttpResponseMessage(System.Net.HttpStatusCode.ServiceUnavailable) { RequestMessage = request };

        try
        {
            var response = await base.SendAsync(request, cancellationToken);
            circuit.Report((int)response.StatusCode < 500);
            return response;
        }
        catch (HttpRequestException)
        {
            circuit.Report(false);
            throw;
        }
    }
}

public sealed class CircuitProbe(IHttpClientFactory factory, Circuit circuit, ILogger<CircuitProbe> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(TimeSpan.FromSeconds(10), stoppingToken);
            if (circuit.State != CircuitState.HalfOpen)
                continue;

            try
            {
                using var client = factory.CreateClient("backend");
                using var response = await client.GetAsync("health", stoppingToken);
                logger.LogInformation("The backend answers {Status}", response.StatusCode);
            }
            catch (Exception ex) when (ex is HttpRequestException || ex is OperationCanceledException && !stoppingToken.IsCancellationRequested)
            {
                logger.LogWarning("The backend is still away: {Message}", ex.Message);
            }
        }
    }
}
