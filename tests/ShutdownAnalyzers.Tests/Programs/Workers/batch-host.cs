using Microsoft.Extensions.Options;

var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddSingleton<IPayroll, Payroll>();
builder.Services.AddHostedService<PayrollWorker>();
builder.Services.Configure<HostOptions>(HostTuning.Apply);

using var host = builder.Build();
await host.RunAsync();

internal static class HostTuning
{
    public static void Apply(HostOptions options)
    {
        options.ShutdownTimeout = TimeSpan.FromSeconds(20);
        options.BackgroundServiceExceptionBehavior = BackgroundServiceExceptionBehavior.Ignore; //! HAZARD ignore SHUT216
    }
}

public interface IPayroll
{
    Task<int> RunAsync(CancellationToken cancellationToken);
}

internal sealed class Payroll : IPayroll
{
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var files = Directory.GetFiles(Path.GetTempPath(), "*.pay");
        foreach (var file in files)
            await File.ReadAllBytesAsync(file, cancellationToken);
        return files.Length;
    }
}

internal sealed class PayrollWorker(IPayroll payroll, IOptions<HostOptions> options) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var pause = options.Value.ShutdownTimeout * 3;
        while (!stoppingToken.IsCancellationRequested)
        {
            await payroll.RunAsync(stoppingToken);
            await Task.Delay(pause, stoppingToken);
        }
    }
}
