using Microsoft.Extensions.Options;

namespace Dentist.Reminders;

public sealed class ReminderOptions
{
    public TimeSpan Ahead { get; init; } = TimeSpan.FromDays(1);
    public TimeSpan Every { get; init; } = TimeSpan.FromMinutes(10);
}

public sealed record Appointment(int Id, string Phone, DateTimeOffset At);

public interface IAppointments
{
    Task<IReadOnlyList<Appointment>> DueAsync(DateTimeOffset before, CancellationToken ct);
}

public interface ITextMessages
{
    Task SendAsync(string phone, string text, CancellationToken ct);
}

internal sealed class MemoryAppointments : IAppointments
{
    private readonly List<Appointment> _all = [];

    public Task<IReadOnlyList<Appointment>> DueAsync(DateTimeOffset before, CancellationToken ct)
        => Task.FromResult<IReadOnlyList<Appointment>>([.. _all.Where(a => a.At <= before)]);
}

internal sealed class LogMessages(ILogger<LogMessages> logger) : ITextMessages
{
    public Task SendAsync(string phone, string text, CancellationToken ct)
    {
        logger.LogInformation("To {Phone}: {Text}", phone, text);
        return Task.CompletedTask;
    }
}

public sealed class Reminders(IAppointments appointments, ITextMessages messages, IOptions<ReminderOptions> options)
{
    private readonly HashSet<int> _reminded = [];

    public async Task RunAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            foreach (var due in await appointments.DueAsync(DateTimeOffset.Now + options.Value.Ahead, ct))
            {
                if (_reminded.Add(due.Id))
                    await messages.SendAsync(due.Phone, $"See you on {due.At:f}", ct);
            }

            await Task.Delay(options.Value.Every, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}

internal static class Program
{
    private static async Task Main(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.Configure<ReminderOptions>(builder.Configuration.GetSection("Reminders"));
        builder.Services.AddSingleton<IAppointments, MemoryAppointments>();
        builder.Services.AddSingleton<ITextMessages, LogMessages>();
        builder.Services.AddSingleton<Reminders>();

        var app = builder.Build();
        app.MapGet("/health", () => "ok");

        Serve(app); //! HAZARD serve SHUT307 SHUT308
        await app.Services.GetRequiredService<Reminders>().RunAsync(app.Lifetime.ApplicationStopping);
    }

    private static void Serve(WebApplication app)
    {
        app.Logger.LogInformation("Practice opens");
        _ = app.RunAsync(); //! HAZARD serve SHUT307 SHUT308
    }
}
