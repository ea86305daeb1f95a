using System.Net.Sockets;

namespace Factory.BrokerGate;

public sealed record BrokerAddress(string Host, int Port);

/// <summary>Holds the start until the broker is there.</summary>
public sealed class BrokerGate : IHostedLifecycleService
{
    private readonly BrokerAddress _address;
    private readonly ILogger<BrokerGate> _logger;

    public BrokerGate(BrokerAddress address, ILogger<BrokerGate> logger)
    {
        _address = address;
        _logger = logger;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => WaitForBrokerAsync(); //! HAZARD blocks SHUT207

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task WaitForBrokerAsync()
    {
        while (!await AnswersAsync()) //! HAZARD blocks SHUT207 SHUT101
        {
            _logger.LogInformation("Waiting for {Host}:{Port}", _address.Host, _address.Port);
            await Task.Delay(TimeSpan.FromSeconds(5)); //! HAZARD blocks SHUT207 SHUT102
        }
    }

    private async Task<bool> AnswersAsync()
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(_address.Host, _address.Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
