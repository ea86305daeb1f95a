using System.Net.Http.Headers;

namespace Bakery.Oven;

public interface IOven
{
    bool Hot { get; }
    Task IgniteAsync(CancellationToken ct);
    Task CoolDownAsync();
}

public interface IRecipeSource
{
    Task<bool> IsReachableAsync();
}

public abstract class Gatekeeper : IHostedService
{
    protected abstract Task<bool> ReadyAsync();

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await BeforeAsync(cancellationToken);
        while (true) //! HAZARD gate SHUT207
        {
            if (await ReadyAsync())
                Passed++;
            await Task.Delay(TimeSpan.FromSeconds(4)); //! HAZARD gate SHUT207
        }
    }

    public int Passed { get; private set; }

    protected virtual Task BeforeAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public virtual Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

public sealed class RecipeGate(IRecipeSource recipes, ILogger<RecipeGate> logger) : Gatekeeper
{
    protected override async Task<bool> ReadyAsync()
    {
        var reachable = await recipes.IsReachableAsync();
        logger.LogDebug("Recipes reachable: {Reachable}", reachable);
        return reachable;
    }
}

public sealed class HttpRecipes(HttpClient http) : IRecipeSource
{
    public async Task<bool> IsReachableAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, "recipes");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        try
        {
            using var response = await http.SendAsync(request);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}

public sealed class OvenControl(IOven oven, ILogger<OvenControl> logger) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await oven.IgniteAsync(cancellationToken);
        logger.LogInformation("Oven is lit");
    }

    public async Task StopAsync(CancellationToken cancellationToken) //! HAZARD cool SHUT210
    {
        if (!oven.Hot)
            return;

        logger.LogInformation("Oven cools down");
        await oven.CoolDownAsync(); //! HAZARD cool SHUT210
        logger.LogInformation("Oven is cold");
    }
}

public static class BakeryServices
{
    public static IServiceCollection AddBakery<TOven>(this IServiceCollection services, Uri recipes) where TOven : class, IOven
    {
        services.AddHttpClient<IRecipeSource, HttpRecipes>(http => http.BaseAddress = recipes);
        services.AddSingleton<IOven, TOven>();
        services.AddHostedService<OvenControl>();
        services.AddHostedService<RecipeGate>();
        return services;
    }
}
