namespace Clinic.Reminders;

public sealed record Appointment(string Patient, string Phone, DateTimeOffset At);

public interface IAppointmentBook
{
    Task<IReadOnlyList<Appointment>> DueAsync(string site, CancellationToken cancellationToken);
    Task MarkRemindedAsync(Appointment appointment, CancellationToken cancellationToken);
}

public interface IMessenger
{
    Task SendAsync(string phone, string text, CancellationToken cancellationToken);
}

public interface IReminderStatus
{
    bool Running { get; }
}

public abstract class ClinicWorker : BackgroundService
{
    protected ClinicWorker(ILogger logger) => Logger = logger;

    protected ILogger Logger { get; }

    protected virtual bool Enabled => true;

    protected virtual Task AfterStopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        if (!Enabled)
        {
            Logger.LogInformation("{Worker} is switched off", GetType().Name);
            return Task.CompletedTask;
        }

        return base.StartAsync(cancellationToken);
    }

    public sealed override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await AfterStopAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception ex)
        {
            Logger.LogWarning(ex, "{Worker} left something behind", GetType().Name);
        }
    }
}

public sealed class ReminderWorker(string site, IAppointmentBook book, IMessenger messenger, IConfiguration configuration, ILogger<ReminderWorker> logger)
    : ClinicWorker(logger), IReminderStatus
{
    private volatile bool _running;

    public bool Running => _running;

    protected override bool Enabled => configuration.GetValue($"Sites:{site}:Reminders", true);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _running = true;
        try
        {
            using var timer = new PeriodicTimer(TimeSpan.FromMinutes(5));
            do
            {
                await RemindAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        finally
        {
            _running = false;
        }
    }

    private async Task RemindAsync(CancellationToken stop)
    {
        try
        {
            foreach (var appointment in await book.DueAsync(site, stop))
            {
                stop.ThrowIfCancellationRequested();
                using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(6));
                await messenger.SendAsync(appointment.Phone, $"{appointment.Patient}: {appointment.At:g}", limit.Token);
                await book.MarkRemindedAsync(appointment, limit.Token);
            }
        }
        catch (Exception ex) when (!stop.IsCancellationRequested)
        {
            Logger.LogError(ex, "Reminders of {Site} interrupted", site);
        }
    }

    protected override Task AfterStopAsync(CancellationToken cancellationToken)
    {
        Logger.LogInformation("Reminders of {Site} stopped", site);
        return Task.CompletedTask;
    }
}

public static class ReminderServices
{
    public static IServiceCollection AddReminders(this IServiceCollection services, params string[] sites)
    {
        foreach (var site in sites)
        {
            services.AddKeyedSingleton(site, (sp, _) => ActivatorUtilities.CreateInstance<ReminderWorker>(sp, site));
            services.AddKeyedSingleton<IReminderStatus>(site, static (sp, key) => sp.GetRequiredKeyedService<ReminderWorker>(key));
            services.AddSingleton<IHostedService>(sp => sp.GetRequiredKeyedService<ReminderWorker>(site));
        }

        return services;
    }

    public static void MapReminders(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/reminders/{site}", (string site, IServiceProvider services) =>
            services.GetKeyedService<IReminderStatus>(site) is { } status ? Results.Ok(new { site, status.Running }) : Results.NotFound());
}
