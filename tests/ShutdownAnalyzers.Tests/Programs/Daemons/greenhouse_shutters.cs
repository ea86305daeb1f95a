using System.Collections.Concurrent;

var builder = WebApplication.CreateSlimBuilder(args);
builder.Services.AddSingleton<ClimateLog>();
builder.Services.AddSingleton<ShutterStepper>();
builder.Services.AddHostedService(sp => sp.GetRequiredService<ShutterStepper>());

var app = builder.Build();
app.MapPut("/shutters/{position:int}", (int position, ShutterStepper stepper, ClimateLog log) =>
{
    stepper.MoveTo(Math.Clamp(position, 0, 4000));
    log.Add($"shutters to {position}");
    return Results.Accepted();
});
app.MapGet("/shutters", (ShutterStepper stepper) => stepper.Position);
await app.RunAsync();

internal sealed class ShutterStepper : IHostedService
{
    private readonly int[] _coils = new int[4];
    private Thread? _thread;
    private bool _halt; //! HAZARD spin SHUT109
    private int _target;
    private int _position;

    public int Position => Volatile.Read(ref _position);

    public void MoveTo(int position) => Volatile.Write(ref _target, position);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _thread = new Thread(Step) { IsBackground = true, Name = "shutters", Priority = ThreadPriority.AboveNormal };
        _thread.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _halt = true;
        _thread?.Join(TimeSpan.FromSeconds(2));
        return Task.CompletedTask;
    }

    private void Step()
    {
        while (!_halt) //! HAZARD spin SHUT109
        {
            if (_target == _position) continue;

            var next = _target > _position ? _position + 1 : _position - 1;
            _coils[_position & 3] = 0;
            _coils[next & 3] = 1;
            _position = next;
        }
    }
}

internal sealed class ClimateLog : IDisposable
{
    private static readonly TimeSpan WriteEvery = TimeSpan.FromMinutes(5);
    private readonly ConcurrentQueue<string> _lines = new();
    private volatile bool _closed;

    public ClimateLog()
    {
        var writer = new Thread(WriteLoop) { Name = "climate log", Priority = ThreadPriority.BelowNormal }; //! HAZARD foreground SHUT509
        writer.Start(); //! HAZARD foreground SHUT509
    }

    public void Add(string line) => _lines.Enqueue($"{DateTime.UtcNow:O} {line}");

    public void Dispose()
    {
        _closed = true;
        Write();
    }

    private void WriteLoop()
    {
        while (!_closed)
        {
            Thread.Sleep(WriteEvery);
            Write();
        }
    }

    private void Write()
    {
        lock (_lines)
        {
            while (_lines.TryDequeue(out var line))
                File.AppendAllText("climate.log", line + Environment.NewLine);
        }
    }
}
