using Serilog;

Log.Logger = new LoggerConfiguration() //! HAZARD static SHUT603
    .MinimumLevel.Information()
    .WriteTo.Console()
    .WriteTo.Map()
    .CreateLogger(); //! HAZARD static SHUT603

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSerilog(); //! HAZARD static SHUT603
builder.Services.AddSingleton<Scale>();

await using var app = builder.Build();
app.MapPost("/trucks/{plate}", (string plate, Scale scale) => scale.Weigh(plate));

try
{
    await app.RunAsync();
}
catch (IOException ex)
{
    Log.Fatal(ex, "Port is taken");
    Environment.ExitCode = 1;
}

internal static class Sinks
{
    public static LoggerConfiguration Map(this Serilog.Configuration.LoggerSinkConfiguration sinks) =>
        sinks.File("trucks.log", buffered: true, flushToDiskInterval: TimeSpan.FromMinutes(1));
}

internal sealed class Scale(ILogger<Scale> logger)
{
    public int Weigh(string plate)
    {
        var kilos = 7500 + Math.Abs(plate.GetHashCode() % 20_000);
        logger.LogInformation("{Plate} weighs {Kilos} kg", plate, kilos);
        return kilos;
    }
}
