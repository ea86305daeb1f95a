using System.Security.Cryptography;
using System.Threading.Channels;

namespace Lab.ProofOfWork;

public sealed record Puzzle(byte[] Seed, int Bits, TaskCompletionSource<ulong> Answer);

public sealed class Solver : BackgroundService
{
    private readonly Channel<Puzzle> _puzzles = Channel.CreateBounded<Puzzle>(16);

    public async Task<ulong> SolveAsync(byte[] seed, int bits, CancellationToken ct)
    {
        var puzzle = new Puzzle(seed, bits, new(TaskCreationOptions.RunContinuationsAsynchronously));
        await _puzzles.Writer.WriteAsync(puzzle, ct);
        return await puzzle.Answer.Task.WaitAsync(TimeSpan.FromSeconds(10), ct);
    }

    public override Task StopAsync(CancellationToken cancellationToken)
    {
        _puzzles.Writer.TryComplete();
        return base.StopAsync(cancellationToken);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Run(() => WorkAsync(stoppingToken), CancellationToken.None);

    private async Task WorkAsync(CancellationToken stop)
    {
        while (await _puzzles.Reader.WaitToReadAsync(stop))
        {
            while (_puzzles.Reader.TryRead(out var puzzle))
            {
                if (Search(puzzle, stop) is { } nonce)
                    puzzle.Answer.TrySetResult(nonce);
                else
                    puzzle.Answer.TrySetCanceled(stop);
            }
        }
    }

    private static ulong? Search(Puzzle puzzle, CancellationToken stop)
    {
        var input = new byte[puzzle.Seed.Length + 8];
        puzzle.Seed.CopyTo(input, 0);
        Span<byte> hash = stackalloc byte[32];
        for (ulong nonce = 0; ; nonce++)
        {
            if ((nonce & 0x3FF) == 0 && stop.IsCancellationRequested)
                return null;

            BitConverter.TryWriteBytes(input.AsSpan(puzzle.Seed.Length), nonce);
            SHA256.HashData(input, hash);
            if (BitConverter.ToUInt64(hash) >> (64 - puzzle.Bits) == 0)
                return nonce;
        }
    }
}
