using Serilog;

Log.Logger = new LoggerConfiguration().WriteTo.Console().CreateBootstrapLogger();

return await Guard.RunAsync(async () =>
{
    var builder = WebApplication.CreateBuilder(args);
    builder.Host.UseSerilog((context, services, logging) => logging
        .ReadFrom.Configuration(context.Configuration)
        .ReadFrom.Services(services)
        .WriteTo.File("fog.log", buffered: true));
    builder.Services.AddSingleton<Horn>();

    await using var app = builder.Build();
    app.UseSerilogRequestLogging();
    app.MapPost("/blast", (Horn horn) => horn.Blast());
    await app.RunAsync();
});

internal static class Guard
{
    public static async Task<int> RunAsync(Func<Task> body)
    {
        try
        {
            await body();
            return 0;
        }
        catch (Exception ex)
        {
            Log.Fatal(ex, "Terminated");
            return 1;
        }
        finally
        {
            await CloseAsync();
        }
    }

    private static ValueTask CloseAsync() => Log.CloseAndFlushAsync();
}

internal sealed class Horn(ILogger<Horn> logger)
{
    private int _blasts;

    public int Blast()
    {
        var blasts = Interlocked.Increment(ref _blasts);
        logger.LogInformation("Blast {Blasts}", blasts);
        return blasts;
    }
}
