using System.Collections.Concurrent;

var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddSingleton<MailQueue>();
builder.Services.AddHostedService<MailQueue>();
using var host = builder.Build();
host.Services.GetRequiredService<MailQueue>().Enqueue("welcome");
host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStarted.Register(() => Console.WriteLine("ready"));
await host.RunAsync();

internal sealed class MailQueue : IHostedService
{
    private readonly ConcurrentQueue<string> _mails = new();

    public void Enqueue(string mail) => _mails.Enqueue(mail);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken)
    {
        while (_mails.TryDequeue(out var mail))
        {
            Console.WriteLine($"sent {mail}");
        }

        return Task.CompletedTask;
    }
}
