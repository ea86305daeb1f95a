namespace Discovery.Registration;

public interface IServiceRegistry
{
    Task RegisterAsync(string id, Uri address, TimeSpan life, CancellationToken ct);
    Task DeregisterAsync(string id, CancellationToken ct);
}

public sealed class RegistryLease : BackgroundService
{
    private readonly string _id = Guid.NewGuid().ToString("n");
    private readonly IServiceRegistry _registry;
    private readonly Uri _address;
    private readonly ILogger<RegistryLease> _logger;

    public RegistryLease(IServiceRegistry registry, IConfiguration configuration, ILogger<RegistryLease> logger)
    {
        _registry = registry;
        _address = new Uri(configuration["Public:Address"] ?? "http://localhost:5000");
        _logger = logger;
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            await _registry.DeregisterAsync(_id, cancellationToken);
        }
        catch (Exception ex)
        {
            _logger.LogWarning(ex, "The registry forgets us after a minute");
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var life = TimeSpan.FromMinutes(1);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await _registry.RegisterAsync(_id, _address, life, stoppingToken);
                await Task.Delay(life / 3, stoppingToken);
            }
            catch (Exception ex) when (!stoppingToken.IsCancellationRequested)
            {
                _logger.LogWarning(ex, "Not registered");
                await Task.Delay(TimeSpan.FromSeconds(5), stoppingToken);
            }
        }
    }
}
