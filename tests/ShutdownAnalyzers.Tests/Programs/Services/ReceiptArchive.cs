using System.Threading.Channels;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddProblemDetails();
builder.Services.AddReceipts();
builder.AddWorkers();

var app = builder.Build();
app.UseExceptionHandler();
app.MapPost("/receipts/{till:int}", async (int till, HttpRequest request, ReceiptArchive archive, CancellationToken ct) =>
{
    using var reader = new StreamReader(request.Body);
    var text = await reader.ReadToEndAsync(ct);
    return archive.TryStore(new Receipt(till, text)) ? Results.Accepted() : Results.StatusCode(503);
});
app.MapGet("/health", () => "ok");
app.Run();

internal static class Setup
{
    public static IServiceCollection AddReceipts(this IServiceCollection services) =>
        services.AddSingleton(TimeProvider.System).AddSingleton<ReceiptArchive>(); //! HAZARD twin SHUT215

    public static void AddWorkers(this WebApplicationBuilder builder)
    {
        if (builder.Configuration.GetValue("Archive:Enabled", true))
            builder.Services.AddHostedService<ReceiptArchive>(); //! HAZARD twin SHUT215
    }
}

public sealed record Receipt(int Till, string Text);

public sealed class ReceiptArchive(TimeProvider clock, ILogger<ReceiptArchive> logger) : BackgroundService
{
    private readonly Channel<Receipt> _receipts = Channel.CreateBounded<Receipt>(1000);

    public bool TryStore(Receipt receipt) => _receipts.Writer.TryWrite(receipt);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _receipts.Writer.TryComplete();
        await base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var receipt in _receipts.Reader.ReadAllAsync(CancellationToken.None))
        {
            var file = Path.Combine("receipts", $"{receipt.Till}-{clock.GetUtcNow():yyyyMMddHHmmssfff}.txt");
            await File.WriteAllTextAsync(file, receipt.Text, CancellationToken.None);
            logger.LogDebug("{File} stored", file);
        }
    }
}
