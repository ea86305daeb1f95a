var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton<InvoiceDraft>();
builder.Services.AddHttpClient("ledger", c => c.BaseAddress = new Uri("http://ledger.local/"));

var app = builder.Build();
app.MapPost("/lines", (InvoiceLine line, InvoiceDraft draft) => draft.Add(line));
app.Lifetime.WhenStopping(SaveDraft); //! HAZARD save SHUT301
app.Run();

async void SaveDraft() //! HAZARD save SHUT301
{
    var lines = app.Services.GetRequiredService<InvoiceDraft>().Take();
    if (lines.Count == 0) return;

    var client = app.Services.GetRequiredService<IHttpClientFactory>().CreateClient("ledger");
    using var response = await client.PostAsJsonAsync("drafts", lines); //! HAZARD save SHUT301
    app.Logger.LogInformation("Draft with {Count} lines: {Status}", lines.Count, response.StatusCode);
}

internal static class LifetimeExtensions
{
    extension(IHostApplicationLifetime lifetime)
    {
        public CancellationTokenRegistration WhenStopping(Action action) => lifetime.ApplicationStopping.Register(action); //! HAZARD save SHUT301
    }
}

internal sealed record InvoiceLine(string Article, int Quantity);

internal sealed class InvoiceDraft
{
    private readonly Lock _gate = new();
    private List<InvoiceLine> _lines = [];

    public int Add(InvoiceLine line)
    {
        lock (_gate)
        {
            _lines.Add(line);
            return _lines.Count;
        }
    }

    public IReadOnlyList<InvoiceLine> Take()
    {
        lock (_gate)
        {
            var taken = _lines;
            _lines = [];
            return taken;
        }
    }
}
