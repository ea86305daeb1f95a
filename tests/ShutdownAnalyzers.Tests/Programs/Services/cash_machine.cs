using System.Collections.Concurrent;

namespace Atm.Journal;

public sealed record JournalLine(int Sequence, string Text);

public interface IJournalPrinter
{
    void Print(string text);
}

public sealed class CashMachineJournal : IHostedService
{
    private readonly BlockingCollection<JournalLine> _lines = new(1024);
    private readonly IJournalPrinter _printer;
    private readonly ILogger<CashMachineJournal> _logger;
    private readonly Thread _thread;
    private int _sequence;

    public CashMachineJournal(IJournalPrinter printer, ILogger<CashMachineJournal> logger)
    {
        _printer = printer;
        _logger = logger;
        _thread = new Thread(PrintAll) { IsBackground = true, Name = "journal" };
    }

    public void Write(string text) => _lines.TryAdd(new JournalLine(Interlocked.Increment(ref _sequence), text));

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _thread.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        Write("--- end of day ---");
        if (_thread.IsAlive)
            _thread.Join(); //! HAZARD join SHUT208 SHUT210

        _lines.CompleteAdding(); //! HAZARD join SHUT208 SHUT601
        _logger.LogInformation("{Count} lines printed", _sequence);
        return Task.CompletedTask;
    }

    private void PrintAll()
    {
        foreach (var line in _lines.GetConsumingEnumerable()) //! HAZARD join SHUT208 SHUT601
        {
            try
            {
                _printer.Print($"{line.Sequence:00000} {line.Text}");
            }
            catch (IOException ex)
            {
                _logger.LogError(ex, "Line {Sequence} was not printed", line.Sequence);
            }
        }
    }
}

public static class JournalEndpoints
{
    public static IServiceCollection AddJournal<TPrinter>(this IServiceCollection services) where TPrinter : class, IJournalPrinter
        => services.AddSingleton<IJournalPrinter, TPrinter>().AddSingleton<CashMachineJournal>().AddHostedService(sp => sp.GetRequiredService<CashMachineJournal>());

    public static void MapJournal(this IEndpointRouteBuilder endpoints)
        => endpoints.MapPost("/journal", (string text, CashMachineJournal journal) =>
        {
            journal.Write(text);
            return Results.Accepted();
        });
}
