using System.Text.Json;

var builder = Host.CreateApplicationBuilder(args);

builder.Services.AddSingleton<IStreamClient, FileStreamClient>();
builder.Services.AddTopic("orders");
builder.Services.AddTopic("returns");

builder.Services.AddHostedService(sp => ActivatorUtilities.CreateInstance<Janitor>(sp, "orders")); //! HAZARD dropped SHUT214
builder.Services.AddHostedService(sp => ActivatorUtilities.CreateInstance<Janitor>(sp, "returns")); //! HAZARD dropped SHUT214

using var host = builder.Build();
await host.RunAsync();

internal static class TopicServices
{
    public static IServiceCollection AddTopic(this IServiceCollection services, string topic)
        => services.AddSingleton<IHostedService>(sp => ActivatorUtilities.CreateInstance<TopicConsumer>(sp, topic));
}

internal interface IStreamClient
{
    Task<JsonElement?> ReadAsync(string topic, CancellationToken ct);
    Task TrimAsync(string topic, DateTimeOffset before, CancellationToken ct);
}

internal sealed class FileStreamClient : IStreamClient
{
    public async Task<JsonElement?> ReadAsync(string topic, CancellationToken ct)
    {
        var file = Directory.EnumerateFiles(topic, "*.json").Order().FirstOrDefault();
        if (file is null) return null;
        var text = await File.ReadAllTextAsync(file, ct);
        File.Delete(file);
        return JsonSerializer.Deserialize<JsonElement>(text);
    }

    public Task TrimAsync(string topic, DateTimeOffset before, CancellationToken ct)
    {
        foreach (var file in Directory.EnumerateFiles(topic).Where(f => File.GetCreationTimeUtc(f) < before))
            File.Delete(file);
        return Task.CompletedTask;
    }
}

internal sealed class TopicConsumer(IStreamClient client, ILogger<TopicConsumer> logger, string topic) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            if (await client.ReadAsync(topic, stoppingToken) is { } message)
                logger.LogInformation("{Topic}: {Message}", topic, message);
            else
                await Task.Delay(TimeSpan.FromSeconds(1), stoppingToken);
        }
    }
}

internal sealed class Janitor(IStreamClient client, string topic) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromHours(1));
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await client.TrimAsync(topic, DateTimeOffset.UtcNow.AddDays(-7), stoppingToken);
    }
}
