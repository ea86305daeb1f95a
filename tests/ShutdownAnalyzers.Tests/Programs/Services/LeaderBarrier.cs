using System.Net.Http.Headers;

namespace Cluster.Barrier;

public sealed class BarrierOptions
{
    public Uri Coordinator { get; set; } = new("http://coordinator:8080");
    public string Group { get; set; } = "workers";
    public int Needed { get; set; } = 3;
}

public interface ICoordinator
{
    Task<int> CountAsync(string group);
    Task EnterAsync(string group, string member);
}

internal sealed class HttpCoordinator : ICoordinator
{
    private readonly HttpClient _http;

    public HttpCoordinator(HttpClient http)
    {
        _http = http;
        _http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("barrier", "1.0"));
    }

    public Task<int> CountAsync(string group) => _http.GetFromJsonAsync<int>($"groups/{group}/count");

    public async Task EnterAsync(string group, string member)
    {
        using var response = await _http.PutAsync($"groups/{group}/{member}", null);
        response.EnsureSuccessStatusCode();
    }
}

public sealed class LeaderBarrier(ICoordinator coordinator, BarrierOptions options, ILogger<LeaderBarrier> logger) : IHostedService
{
    private readonly string _member = $"{Environment.MachineName}/{Environment.ProcessId}";

    public async Task StartAsync(CancellationToken cancellationToken) //! HAZARD barrier SHUT207
    {
        cancellationToken.ThrowIfCancellationRequested();
        await coordinator.EnterAsync(options.Group, _member);
        await PassAsync(); //! HAZARD barrier SHUT207
        logger.LogInformation("{Member} is past the barrier", _member);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task PassAsync() //! HAZARD barrier SHUT207
    {
        var present = await coordinator.CountAsync(options.Group);
        while (present < options.Needed) //! HAZARD barrier SHUT207
        {
            logger.LogInformation("{Present} of {Needed} members are there", present, options.Needed);
            await Task.Delay(TimeSpan.FromSeconds(3)); //! HAZARD barrier SHUT207 SHUT102
            present = await coordinator.CountAsync(options.Group);
        }
    }
}

public static class BarrierServices
{
    public static IServiceCollection AddBarrier(this IServiceCollection services, Action<BarrierOptions> configure)
    {
        var options = new BarrierOptions();
        configure(options);
        services.AddSingleton(options).AddHttpClient<ICoordinator, HttpCoordinator>(http => http.BaseAddress = options.Coordinator);
        return services.AddHostedService<LeaderBarrier>();
    }
}

public interface IGroupExit
{
    Task LeaveAsync(string group);
}

public sealed class GroupMember
{
    private readonly IGroupExit _exit;
    private readonly BarrierOptions _options;
    private readonly ILogger<GroupMember> _logger;

    public GroupMember(IGroupExit exit, BarrierOptions options, IHostApplicationLifetime lifetime, ILogger<GroupMember> logger)
    {
        _exit = exit;
        _options = options;
        _logger = logger;
        Action leave = Leave;
        lifetime.ApplicationStopping.Register(leave); //! HAZARD exit SHUT301
    }

    private void Leave()
        => _exit.LeaveAsync(_options.Group).ContinueWith(t => _logger.LogInformation("Left: {Status}", t.Status), TaskScheduler.Default); //! HAZARD exit SHUT301
}
