using System.Threading.Channels;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton<LoanQueue>();
builder.Services.AddHostedService<LoanWriter>();
var app = builder.Build();
app.MapPost("/loans", async (Loan loan, LoanQueue queue, CancellationToken ct) =>
{
    try
    {
        await queue.Writer.WriteAsync(loan, ct);
        return Results.Accepted();
    }
    catch (ChannelClosedException)
    {
        return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
    }
});
app.MapGet("/loans/pending", (LoanQueue queue) => queue.Reader.Count);
await app.RunAsync();

public sealed record Loan(string Reader, string Isbn, DateOnly Due);

public sealed class LoanQueue
{
    private readonly Channel<Loan> _channel = Channel.CreateBounded<Loan>(new BoundedChannelOptions(500) { SingleReader = true });

    public ChannelReader<Loan> Reader => _channel.Reader;

    public ChannelWriter<Loan> Writer => _channel.Writer;

    public void Close() => _channel.Writer.TryComplete();
}

public sealed class LoanWriter(LoanQueue queue, ILogger<LoanWriter> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var batch = new List<Loan>(50);
        while (await queue.Reader.WaitToReadAsync(CancellationToken.None))
        {
            while (batch.Count < 50 && queue.Reader.TryRead(out var loan))
                batch.Add(loan);

            try
            {
                await File.AppendAllLinesAsync("loans.txt", batch.Select(l => l.ToString()), CancellationToken.None);
            }
            catch (IOException ex)
            {
                logger.LogError(ex, "{Count} loans not written", batch.Count);
            }

            batch.Clear();
        }

        logger.LogInformation("Loan queue is empty");
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        queue.Close();
        await base.StopAsync(cancellationToken);
    }
}
