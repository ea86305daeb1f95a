using Microsoft.Extensions.Options;

var builder = WebApplication.CreateBuilder(args);
builder.Services.Configure<MistOptions>(builder.Configuration.GetSection("Mist"));
builder.Services.AddSingleton<Valves>();
builder.Services.AddHostedService<MistProgram>();
builder.Services.AddHostedService<VentProgram>();

var app = builder.Build();
app.MapGet("/valves", (Valves valves) => valves.Open);
app.MapPut("/valves/{bench:int}", (int bench, Valves valves) => valves.Toggle(bench) ? Results.Ok() : Results.NotFound());

var running = Task.Run(() => Console.WriteLine("Greenhouse on {0}", string.Join(',', app.Urls)));
_ = app.RunAsync(); //! HAZARD run SHUT307 SHUT308
await running;

public sealed class MistOptions
{
    public TimeSpan Pause { get; set; } = TimeSpan.FromMinutes(20);
    public TimeSpan Burst { get; set; } = TimeSpan.FromSeconds(8);
}

public sealed class Valves
{
    private readonly bool[] _open = new bool[16];

    public IEnumerable<int> Open => _open.Select((open, bench) => (open, bench)).Where(v => v.open).Select(v => v.bench);

    public bool Toggle(int bench)
    {
        if ((uint)bench >= _open.Length) return false;
        _open[bench] = !_open[bench];
        return true;
    }
}

public sealed class MistProgram(Valves valves, IOptionsMonitor<MistOptions> options) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken) //! HAZARD again SHUT101 SHUT102
    {
    again: //! HAZARD again SHUT101 SHUT102
        for (var bench = 0; bench < 16; bench++)
        {
            valves.Toggle(bench);
            await Task.Delay(options.CurrentValue.Burst); //! HAZARD again SHUT101 SHUT102
            valves.Toggle(bench);
        }

        await Task.Delay(options.CurrentValue.Pause); //! HAZARD again SHUT101 SHUT102
        goto again; //! HAZARD again SHUT101 SHUT102
    }
}

public sealed class VentProgram(Valves valves, ILogger<VentProgram> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
    measure:
        logger.LogDebug("{Count} valves open", valves.Open.Count());
        await Task.Delay(TimeSpan.FromMinutes(3), stoppingToken);
        goto measure;
    }
}
