namespace Vineyard.Harvest;

public sealed record Team(string Name, int Row);

public interface ITeamRadio
{
    Task<bool> CallBackAsync(string team);
    Task<bool> IsBackAsync(string team);
}

public interface IHarvestPlan
{
    IReadOnlyList<Team> Out { get; }
    void Return(Team team);
}

public sealed class HarvestCoordinator(ITeamRadio radio, IHarvestPlan plan, ILogger<HarvestCoordinator> logger) : IHostedLifecycleService
{
    private static readonly TimeSpan BetweenCalls = TimeSpan.FromSeconds(10);

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        logger.LogInformation("{Count} teams are out", plan.Out.Count);
        return Task.CompletedTask;
    }

    public async Task StoppingAsync(CancellationToken cancellationToken) //! HAZARD recall SHUT210
    {
        var teams = plan.Out.ToArray();
        if (teams.Length == 0) return;

        logger.LogInformation("Calling {Count} teams back", teams.Length);
        await Task.WhenAll(teams.Select(CallBackAsync)); //! HAZARD recall SHUT210
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        logger.LogInformation("{Count} teams are still out", plan.Out.Count);
        return Task.CompletedTask;
    }

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task CallBackAsync(Team team) //! HAZARD recall SHUT210
    {
        while (!await radio.CallBackAsync(team.Name)) //! HAZARD recall SHUT210
            await Task.Delay(BetweenCalls); //! HAZARD recall SHUT210

        while (!await radio.IsBackAsync(team.Name)) //! HAZARD recall SHUT210
            await Task.Delay(BetweenCalls); //! HAZARD recall SHUT210

        plan.Return(team);
    }
}

public static class HarvestModule
{
    public static IServiceCollection AddHarvest<TRadio, TPlan>(this IServiceCollection services)
        where TRadio : class, ITeamRadio
        where TPlan : class, IHarvestPlan
    {
        services.AddSingleton<ITeamRadio, TRadio>().AddSingleton<IHarvestPlan, TPlan>();
        services.AddHostedService<HarvestCoordinator>();
        return services;
    }
}

public interface IScaleHouse
{
    IDisposable OpenDay(DateOnly day);
}

public sealed class HarvestDay(IScaleHouse scales, IConfiguration configuration, ILogger<HarvestDay> logger) : IHostedService
{
    private IDisposable? _day; //! HAZARD day SHUT212

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (configuration.GetValue<bool>("Harvest:Open"))
            _day = scales.OpenDay(DateOnly.FromDateTime(DateTime.Today));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        CloseDay();
        return Task.CompletedTask;
    }

    private void CloseDay()
    {
        logger.LogInformation("The scale house closes");
        _day!.Dispose(); //! HAZARD day SHUT212
    }
}
