namespace Radio.Spectrum;

public sealed class SpectrumAnalyser : IHostedService
{
    private readonly float[] _samples = new float[4096];
    private readonly double[] _power = new double[4096];
    private Thread? _thread;
    private bool _halted; //! HAZARD flag SHUT109

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _thread = new Thread(Analyse) { IsBackground = true };
        _thread.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _halted = true; //! HAZARD flag SHUT109
        _thread?.Join(TimeSpan.FromSeconds(3));
        return Task.CompletedTask;
    }

    private void Analyse() //! HAZARD flag SHUT109
    {
        var bin = 0;
        while (!_halted) //! HAZARD flag SHUT109
        {
            var sample = _samples[bin];
            _power[bin] = 0.98 * _power[bin] + 0.02 * sample * sample;
            bin = (bin + 1) & 4095;
        }
    }
}
