namespace Planetarium.Shows;

public interface IDome
{
    Task ProjectAsync(string scene, CancellationToken cancellationToken);
    Task BlankAsync();
}

public interface ISky
{
    Task<string> NextSceneAsync();
}

internal abstract class LongRunner : IHostedService
{
    protected Task Running { get; private set; } = Task.CompletedTask;

    protected abstract Task RunAsync();

    public virtual Task StartAsync(CancellationToken cancellationToken)
    {
        Running = RunAsync();
        return Running.IsFaulted ? Running : Task.CompletedTask;
    }

    public abstract Task StopAsync(CancellationToken cancellationToken);
}

/// <summary>Projects scene after scene; ends when the dome is told to.</summary>
internal sealed class ShowRunner : LongRunner
{
    private readonly CancellationTokenSource _curtain = new();
    private readonly IDome _dome;
    private readonly ISky _sky;

    public ShowRunner(IDome dome, ISky sky)
    {
        _dome = dome;
        _sky = sky;
    }

    protected override async Task RunAsync()
    {
        await Task.Yield();
        try
        {
            while (!_curtain.IsCancellationRequested)
                await _dome.ProjectAsync(await _sky.NextSceneAsync(), _curtain.Token);
        }
        finally
        {
            await _dome.BlankAsync();
        }
    }

    public override Task StopAsync(CancellationToken cancellationToken)
    {
        _curtain.Cancel(); //! HAZARD nowait SHUT209
        return Task.CompletedTask; //! HAZARD nowait SHUT209
    }
}

internal sealed class SeatHeating : IHostedService
{
    private readonly Func<double> _temperature;
    private readonly Action<bool> _switch;
    private Task? _regulating;

    public SeatHeating(Func<double> temperature, Action<bool> onOff)
    {
        _temperature = temperature;
        _switch = onOff;
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _regulating = RegulateAsync(); //! HAZARD forever SHUT205
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _switch(false);
        if (_regulating is { } regulating)
            await regulating; //! HAZARD forever SHUT208
    }

    private async Task RegulateAsync()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(10));
        while (await timer.WaitForNextTickAsync()) //! HAZARD forever SHUT101
            _switch(_temperature() < 21);
    }
}

internal static class PlanetariumHost
{
    public static IHost Build<TDome, TSky>(string[] args) where TDome : class, IDome where TSky : class, ISky
    {
        var builder = Host.CreateApplicationBuilder(args);
        builder.Services.AddSingleton<IDome, TDome>();
        builder.Services.AddSingleton<ISky, TSky>();
        builder.Services.AddSingleton(new SeatHeating(() => 20.5, on => Console.WriteLine(on ? "warm" : "off")));
        builder.Services.AddHostedService(sp => sp.GetRequiredService<SeatHeating>());
        builder.Services.AddHostedService<ShowRunner>();
        return builder.Build();
    }
}
