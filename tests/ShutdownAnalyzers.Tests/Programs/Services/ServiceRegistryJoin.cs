using System.Net.Http.Headers;

namespace Mesh.Registry;

public sealed class RegistryOptions
{
    public string Name { get; set; } = "billing";
    public Uri Self { get; set; } = new("http://localhost:5000");
    public Uri Registry { get; set; } = new("http://registry:8500");
}

public sealed class RegistryClient(HttpClient http, RegistryOptions options)
{
    public string Id { get; } = $"{Environment.MachineName}-{Guid.NewGuid():N}";

    public async Task JoinAsync()
    {
        http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        using var response = await http.PutAsJsonAsync(new Uri(options.Registry, $"services/{options.Name}/{Id}"), new { options.Self });
        response.EnsureSuccessStatusCode();
    }

    public async Task LeaveAsync()
    {
        using var response = await http.DeleteAsync(new Uri(options.Registry, $"services/{options.Name}/{Id}"));
        response.EnsureSuccessStatusCode();
    }
}

public static class RegistryApplicationExtensions
{
    public static IServiceCollection AddRegistry(this IServiceCollection services, Action<RegistryOptions>? configure = null)
    {
        var options = new RegistryOptions();
        configure?.Invoke(options);
        services.AddSingleton(options);
        services.AddHttpClient<RegistryClient>();
        return services;
    }

    public static async Task<WebApplication> JoinRegistryAsync(this WebApplication app)
    {
        var client = app.Services.GetRequiredService<RegistryClient>();
        await client.JoinAsync();

        var stopping = app.Lifetime.ApplicationStopping;
        stopping.Register(async () => //! HAZARD leave SHUT301
        {
            try
            {
                await client.LeaveAsync(); //! HAZARD leave SHUT301
                app.Logger.LogInformation("{Id} left the registry", client.Id);
            }
            catch (HttpRequestException ex)
            {
                app.Logger.LogWarning(ex, "{Id} could not leave", client.Id);
            }
        });
        return app;
    }
}
