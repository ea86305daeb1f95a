using StackExchange.Redis;

namespace Retail.Sessions;

public sealed class SessionStore(IConnectionMultiplexer redis)
{
    public async Task<string?> GetAsync(string id) => await redis.GetDatabase().StringGetAsync($"session:{id}");

    public Task<bool> SetAsync(string id, string value) =>
        redis.GetDatabase().StringSetAsync($"session:{id}", value, TimeSpan.FromHours(1));
}

public static class SessionServices
{
    public static IServiceCollection AddSessions(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(Connect(configuration)); //! HAZARD redis SHUT701 SHUT704
        return services.AddScoped<SessionStore>();
    }

    private static IConnectionMultiplexer Connect(IConfiguration configuration) //! HAZARD redis SHUT701 SHUT704
    {
        var options = ConfigurationOptions.Parse(configuration.GetConnectionString("Redis") ?? "localhost");
        options.AbortOnConnectFail = false;
        options.ClientName = "retail-sessions";
        return ConnectionMultiplexer.Connect(options); //! HAZARD redis SHUT701 SHUT704
    }
}

public static class SessionEndpoints
{
    public static void MapSessions(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroup("/sessions/{id}");
        group.MapGet("", async (string id, SessionStore store) => await store.GetAsync(id) is { } value ? Results.Ok(value) : Results.NotFound());
        group.MapPut("", (string id, string value, SessionStore store) => store.SetAsync(id, value));
    }
}
