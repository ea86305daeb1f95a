using System.Collections.Concurrent;

namespace Bank.Ledger;

public sealed record Posting(string Account, decimal Amount);

public interface ILedgerFile
{
    void Append(Posting posting);
}

public sealed class LedgerWriter : IDisposable
{
    private readonly BlockingCollection<Posting> _postings = new();
    private readonly ILedgerFile _file;
    private readonly Thread _writer;

    public LedgerWriter(ILedgerFile file)
    {
        _file = file;
        _writer = Create(Write, "ledger");
        _writer.Start();
    }

    public void Post(Posting posting) => _postings.Add(posting);

    private static Thread Create(ThreadStart start, string name) => new(start) { Name = name, IsBackground = true };

    private void Write()
    {
        while (!_postings.IsCompleted)
        {
            if (_postings.TryTake(out var posting, TimeSpan.FromMilliseconds(200)))
                _file.Append(posting);
        }
    }

    public void Dispose()
    {
        _postings.CompleteAdding();
        _writer.Join(TimeSpan.FromSeconds(5));
        _postings.Dispose();
    }
}

public static class LedgerModule
{
    public static IServiceCollection AddLedger<TFile>(this IServiceCollection services) where TFile : class, ILedgerFile
        => services.AddSingleton<ILedgerFile, TFile>().AddSingleton<LedgerWriter>();

    public static void MapLedger(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapPost("/postings", (Posting posting, LedgerWriter writer) => writer.Post(posting));
}
