namespace Opera.Stage;

public interface IStopStep
{
    ValueTask RunAsync(CancellationToken cancellationToken);
}

internal sealed class FadeOut(LightingDesk desk) : IStopStep
{
    public async ValueTask RunAsync(CancellationToken cancellationToken)
    {
        for (var level = 100; level >= 0; level -= 10)
        {
            await desk.SetMasterAsync(level);
            await Task.Delay(50, cancellationToken);
        }
    }
}

internal sealed class LightingDesk(HttpClient http)
{
    public async Task SetMasterAsync(int level)
    {
        using var response = await http.PutAsync($"master/{level}", content: null);
        response.EnsureSuccessStatusCode();
    }
}

internal sealed class StopSteps
{
    public StopSteps(IHostApplicationLifetime lifetime, IEnumerable<IStopStep> steps, ILogger<StopSteps> logger)
    {
        foreach (var step in steps)
        {
            lifetime.ApplicationStopping.Register(() => //! HAZARD fade SHUT301
            {
                logger.LogInformation("Running {Step}", step.GetType().Name);
                step.RunAsync(CancellationToken.None); //! HAZARD fade SHUT301
            });
        }
    }
}

public static class StageModule
{
    public static void AddStage(this IHostApplicationBuilder builder)
    {
        builder.Services.AddHttpClient<LightingDesk>(c => c.BaseAddress = new Uri("http://desk.local/"));
        builder.Services.AddTransient<IStopStep, FadeOut>();
        builder.Services.AddActivatedSingleton<StopSteps>();
    }

    private static IServiceCollection AddActivatedSingleton<T>(this IServiceCollection services) where T : class
        => services.AddSingleton<T>().AddHostedService(sp => new Activator<T>(sp.GetRequiredService<T>()));

    private sealed class Activator<T>(T instance) : IHostedService
    {
        public T Instance => instance;
        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
