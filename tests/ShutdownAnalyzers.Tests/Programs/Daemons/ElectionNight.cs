using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Election;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton<ResultBoard>();
builder.Services.AddHostedService<CountingOffice>();

var app = builder.Build();
app.MapGet("/results", (ResultBoard board) => board.Current);
app.MapGet("/results/live", (ResultBoard board, HttpContext context) => TypedResults.ServerSentEvents(board.LiveAsync(app.Lifetime.ApplicationStopping, context.RequestAborted), "result"));
app.MapGet("/results/after/{version:long}", async (long version, ResultBoard board, IHostApplicationLifetime lifetime, CancellationToken aborted) =>
{
    using var limit = CancellationTokenSource.CreateLinkedTokenSource(aborted, lifetime.ApplicationStopping);
    limit.CancelAfter(TimeSpan.FromSeconds(50));
    var changed = board.Changed;
    while (board.Current.Version <= version && !limit.IsCancellationRequested)
    {
        await changed.WaitAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        changed = board.Changed;
    }

    return board.Current.Version > version ? Results.Ok(board.Current) : Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
});
await app.RunAsync();

namespace Election
{
    public sealed record Result(long Version, int Counted, IReadOnlyDictionary<string, int> Votes);

    public sealed class ResultBoard
    {
        private volatile Result _current = new(0, 0, new Dictionary<string, int>());
        private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Result Current => _current;

        public Task Changed => Volatile.Read(ref _changed).Task;

        public void Set(Result result)
        {
            _current = result;
            Interlocked.Exchange(ref _changed, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
        }

        public async IAsyncEnumerable<Result> LiveAsync(CancellationToken stopping, [EnumeratorCancellation] CancellationToken aborted)
        {
            using var ended = CancellationTokenSource.CreateLinkedTokenSource(stopping, aborted);
            var sent = -1L;
            while (true)
            {
                var changed = Changed;
                if (_current is var result && result.Version > sent)
                {
                    sent = result.Version;
                    yield return result;
                }

                await changed.WaitAsync(ended.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (ended.IsCancellationRequested) yield break;
            }
        }
    }

    internal sealed class CountingOffice(ResultBoard board) : BackgroundService
    {
        private static readonly string[] Parties = ["Rivers", "Hills", "Harbour"];

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            var votes = Parties.ToDictionary(p => p, _ => 0);
            var (version, counted) = (0L, 0);
            while (counted < 1_000_000)
            {
                await Task.Delay(Random.Shared.Next(300, 3000), stoppingToken);
                var bundle = Random.Shared.Next(50, 500);
                votes[Parties[Random.Shared.Next(Parties.Length)]] += bundle;
                board.Set(new Result(++version, counted += bundle, votes.ToDictionary()));
            }
        }
    }
}
