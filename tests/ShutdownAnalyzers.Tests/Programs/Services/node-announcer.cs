namespace Cluster.Membership;

public interface IMemberTable
{
    Task<long> JoinAsync(string node, Uri address, CancellationToken ct = default);
    Task HeartbeatAsync(long id, double load, CancellationToken ct = default);
    Task LeaveAsync(long id, CancellationToken ct = default);
}

public interface ILoadProbe
{
    double Current();
}

public abstract class Announcer : BackgroundService
{
    private readonly IMemberTable _members;

    protected Announcer(IMemberTable members) => _members = members;

    protected abstract string Node { get; }
    protected abstract Uri Address { get; }

    protected async Task AnnounceAsync(Func<double> load, TimeSpan every, CancellationToken stop)
    {
        var id = await _members.JoinAsync(Node, Address, stop);
        using var timer = new PeriodicTimer(every);

        while (await timer.WaitForNextTickAsync(stop)) //! HAZARD leave SHUT107
        {
            try
            {
                await _members.HeartbeatAsync(id, load(), stop);
            }
            catch (TimeoutException)
            {
                id = await _members.JoinAsync(Node, Address, stop);
            }
        }

        await _members.LeaveAsync(id); //! HAZARD leave SHUT107
    }
}

public sealed class EdgeNodeAnnouncer(IMemberTable members, ILoadProbe probe, IConfiguration configuration) : Announcer(members)
{
    protected override string Node => Environment.MachineName;

    protected override Uri Address { get; } = new(configuration["Node:Address"] ?? "tcp://0.0.0.0:7100");

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
        => AnnounceAsync(probe.Current, TimeSpan.FromSeconds(5), stoppingToken);
}

public static class MembershipServices
{
    public static IServiceCollection AddMembership(this IServiceCollection services) => services.AddHostedService<EdgeNodeAnnouncer>();
}
