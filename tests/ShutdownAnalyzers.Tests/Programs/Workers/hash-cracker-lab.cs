using System.Security.Cryptography;

namespace Lab.Hashes;

public interface IFindings
{
    void Report(ulong nonce);
}

internal sealed class NonceSearch : IHostedService, IDisposable
{
    private readonly IFindings _findings;
    private readonly CancellationTokenSource _stop = new();
    private Task[] _lanes = [];

    public NonceSearch(IFindings findings) => _findings = findings;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _lanes = [.. Enumerable.Range(0, 2).Select(lane => Task.Factory.StartNew( //! HAZARD lanes SHUT111 SHUT101
            () => Search((ulong)lane << 60), //! HAZARD lanes SHUT111 SHUT101
            _stop.Token, //! HAZARD lanes SHUT111 SHUT101
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default))];
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        await Task.WhenAny(Task.WhenAll(_lanes), Task.Delay(Timeout.Infinite, cancellationToken));
    }

    public void Dispose() => _stop.Dispose();

    private void Search(ulong nonce) //! HAZARD lanes SHUT111 SHUT101
    {
        Span<byte> input = stackalloc byte[8];
        Span<byte> hash = stackalloc byte[32];
        for (;; nonce++) //! HAZARD lanes SHUT111 SHUT101
        {
            BitConverter.TryWriteBytes(input, nonce);
            SHA256.HashData(input, hash);
            if (hash[..3].IndexOfAnyExcept((byte)0) < 0) _findings.Report(nonce);
        }
    }
}
