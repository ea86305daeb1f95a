namespace Marine.Reef;

public readonly record struct Cell(double Coral, double Algae)
{
    public Cell Grow(double light) => new(Coral * (1 + 0.01 * light) - Algae * 0.002, Algae * 1.004);
}

public sealed class Reef(int size)
{
    private readonly Cell[] _cells = Enumerable.Repeat(new Cell(1, 0.2), size).ToArray();

    public void Step(double light)
    {
        for (var i = 0; i < _cells.Length; i++)
            _cells[i] = _cells[i].Grow(light);
    }

    public double Coral => _cells.Sum(c => c.Coral);
}

public sealed class ReefClock
{
    private readonly Reef _reef;
    private readonly TimeSpan _tick;

    public ReefClock(Reef reef, TimeSpan tick)
    {
        _reef = reef;
        _tick = tick;
    }

    public event Action<double>? Ticked;

    public async Task RunAsync()
    {
        var hour = 0;
        do //! HAZARD clock SHUT101
        {
            _reef.Step(Math.Max(0, Math.Sin(hour++ * Math.PI / 12)));
            Ticked?.Invoke(_reef.Coral);
            await Task.Delay(_tick); //! HAZARD clock SHUT101
        }
        while (true);
    }
}

internal sealed class ReefService(Reef reef, ILogger<ReefService> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken) //! HAZARD clock SHUT101
    {
        var clock = new ReefClock(reef, TimeSpan.FromSeconds(5));
        clock.Ticked += coral => logger.LogTrace("Coral {Coral:F3}", coral);
        await clock.RunAsync(); //! HAZARD clock SHUT101
    }
}

internal interface IReefReports
{
    Task WriteAsync(double coral, CancellationToken ct);
}

internal abstract class Reporter : BackgroundService
{
    private readonly CancellationTokenSource _source = new(); //! HAZARD source SHUT110

    protected CancellationToken Halted => _source.Token; //! HAZARD source SHUT110

    protected abstract Task ReportAsync(CancellationToken ct);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken) //! HAZARD source SHUT110
    {
        while (!Halted.IsCancellationRequested) //! HAZARD source SHUT110
        {
            await ReportAsync(Halted);
            await Task.Delay(TimeSpan.FromMinutes(10), Halted); //! HAZARD source SHUT110
        }
    }

    public override void Dispose()
    {
        _source.Dispose();
        base.Dispose();
    }
}

internal sealed class CoralReporter(Reef reef, IReefReports reports) : Reporter
{
    protected override Task ReportAsync(CancellationToken ct) => reports.WriteAsync(reef.Coral, ct);
}

public static class ReefServices
{
    public static IServiceCollection AddReef(this IServiceCollection services, int size) => services
        .AddSingleton(new Reef(size))
        .AddHostedService<ReefService>()
        .AddHostedService<CoralReporter>();
}
