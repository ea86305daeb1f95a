namespace Harbour.Lamp;

public enum Colour { Green, Amber, Red }

public interface ILamp
{
    void Show(Colour colour);
}

public interface ITideTable
{
    double HeightAt(DateTimeOffset time);
}

public sealed class TideLamp : BackgroundService
{
    private readonly ILamp _lamp;
    private readonly ITideTable _tides;
    private readonly TimeProvider _clock;

    public TideLamp(ILamp lamp, ITideTable tides, TimeProvider? clock = null)
    {
        _lamp = lamp;
        _tides = tides;
        _clock = clock ?? TimeProvider.System;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var shown = (Colour?)null;
        while (true)
        {
            var colour = Judge(_tides.HeightAt(_clock.GetUtcNow()));
            if (colour != shown)
            {
                _lamp.Show(colour);
                shown = colour;
            }

            if (!await PauseAsync(colour, stoppingToken)) break;
        }

        _lamp.Show(Colour.Red);
    }

    private async Task<bool> PauseAsync(Colour colour, CancellationToken stoppingToken)
    {
        try
        {
            await Task.Delay(colour is Colour.Red ? TimeSpan.FromSeconds(20) : TimeSpan.FromMinutes(1), _clock, stoppingToken);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private static Colour Judge(double metres) => metres switch
    {
        < 1.2 => Colour.Red,
        < 2.5 => Colour.Amber,
        _ => Colour.Green,
    };
}
