namespace Discovery.Leases;

public interface IServiceCatalog
{
    Task AnnounceAsync(string name, Uri address, CancellationToken cancellationToken);
    Task WithdrawAsync(string name);
}

internal static class LifetimeHooks
{
    public static IHostApplicationLifetime BeforeStop(this IHostApplicationLifetime lifetime, Action callback)
    {
        lifetime.ApplicationStopping.Register(callback); //! HAZARD withdraw SHUT301
        return lifetime;
    }
}

internal sealed class CatalogMember(IServiceCatalog catalog, IHostApplicationLifetime lifetime, IConfiguration configuration) : IHostedService
{
    private readonly string _name = configuration["Service:Name"] ?? "unnamed";

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var address = new Uri(configuration["Service:Address"] ?? "http://localhost:5000");
        await catalog.AnnounceAsync(_name, address, cancellationToken);

        lifetime.BeforeStop(async () => //! HAZARD withdraw SHUT301
        {
            await catalog.WithdrawAsync(_name); //! HAZARD withdraw SHUT301
        });
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

public static class CatalogServices
{
    public static IServiceCollection AddCatalogMember<TCatalog>(this IServiceCollection services) where TCatalog : class, IServiceCatalog
        => services.AddSingleton<IServiceCatalog, TCatalog>().AddHostedService<CatalogMember>();
}
