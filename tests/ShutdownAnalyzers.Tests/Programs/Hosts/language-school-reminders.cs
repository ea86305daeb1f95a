using System.Collections.Concurrent;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton<LessonBook>();
builder.Services.AddHostedService<ReminderService>();
builder.Services.AddHostedService<DigestService>();
builder.Services.Configure<HostOptions>(options =>
{
    options.ShutdownTimeout = TimeSpan.FromSeconds(20);
    options.BackgroundServiceExceptionBehavior = BackgroundServiceExceptionBehavior.Ignore; //! HAZARD zombie SHUT216
});

var app = builder.Build();
app.MapPost("/lessons/{pupil}", (string pupil, LessonBook book) =>
{
    book.Add(new Lesson(pupil, DateTimeOffset.UtcNow.AddDays(1)));
    return Results.Accepted();
});
await app.RunAsync();

public sealed record Lesson(string Pupil, DateTimeOffset At);

public sealed class LessonBook
{
    private readonly ConcurrentQueue<Lesson> _lessons = new();

    public event EventHandler<Lesson>? Booked;

    public int Count => _lessons.Count;

    public void Add(Lesson lesson)
    {
        _lessons.Enqueue(lesson);
        Booked?.Invoke(this, lesson);
    }

    public bool TryNext(out Lesson? lesson) => _lessons.TryDequeue(out lesson);
}

public sealed class ReminderService(LessonBook book, ILogger<ReminderService> logger) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) //! HAZARD subscribe SHUT204 SHUT205
    {
        book.Booked += OnBooked; //! HAZARD subscribe SHUT204 SHUT205
        return Task.CompletedTask; //! HAZARD subscribe SHUT204 SHUT205
    }

    private void OnBooked(object? sender, Lesson lesson)
        => logger.LogInformation("Reminding {Pupil} of {At}", lesson.Pupil, lesson.At);
}

public sealed class DigestService(LessonBook book, ILogger<DigestService> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        book.Booked += OnBooked;
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                while (book.TryNext(out var lesson))
                    logger.LogInformation("Digest: {Pupil}", lesson!.Pupil);

                await Task.Delay(TimeSpan.FromHours(1), stoppingToken);
            }
        }
        finally
        {
            book.Booked -= OnBooked;
        }
    }

    private void OnBooked(object? sender, Lesson lesson) => logger.LogDebug("{Count} lessons", book.Count);
}
