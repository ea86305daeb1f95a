var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddHostedService<Reminders>();
var host = builder.Build();
_ = host.RunAsync();

internal sealed class Reminders : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        Console.WriteLine("ready");
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        Console.WriteLine("saved");
        return Task.CompletedTask;
    }
}
