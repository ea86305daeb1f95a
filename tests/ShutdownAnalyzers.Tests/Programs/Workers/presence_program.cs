using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection.Extensions;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddPresence();

var app = builder.Build();
app.MapPost("/seen/{user}", (string user, PresenceTracker tracker) => tracker.Seen(user));
app.MapGet("/online", (PresenceTracker tracker) => tracker.Online);
app.Run();

public static class PresenceServices
{
    extension(IServiceCollection services)
    {
        public IServiceCollection AddPresence()
        {
            services.TryAddSingleton<PresenceTracker>(); //! HAZARD twin SHUT215
            services.AddHostedService<PresenceTracker>(); //! HAZARD twin SHUT215
            return services;
        }
    }
}

public sealed class PresenceTracker(TimeProvider clock) : BackgroundService
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> _seen = new();

    public IEnumerable<string> Online => _seen.Keys;

    public void Seen(string user) => _seen[user] = clock.GetUtcNow();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(TimeSpan.FromSeconds(30), clock, stoppingToken);
            foreach (var (user, at) in _seen)
            {
                if (clock.GetUtcNow() - at > TimeSpan.FromMinutes(2)) _seen.TryRemove(user, out _);
            }
        }
    }
}
