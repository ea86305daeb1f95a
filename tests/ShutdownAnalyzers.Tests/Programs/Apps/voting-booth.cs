using Microsoft.Extensions.DependencyInjection;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddKeyedSingleton<IBallotStore>("paper", (_, _) => new BallotFile("paper.csv"));
builder.Services.AddKeyedSingleton<IBallotStore>("screen", new BallotFile("screen.csv")); //! HAZARD ballots SHUT701 SHUT315 SHUT602

var app = builder.Build();
app.MapPost("/screen", ([FromKeyedServices("screen")] IBallotStore store, Ballot ballot) => store.Cast(ballot));
app.MapPost("/paper", ([FromKeyedServices("paper")] IBallotStore store, Ballot ballot) => store.Cast(ballot));
app.Run();

internal sealed record Ballot(string Precinct, int Choice);

internal interface IBallotStore
{
    int Cast(Ballot ballot);
}

internal sealed class BallotFile(string path) : IBallotStore, IDisposable
{
    private readonly StreamWriter _writer = new(path, append: true);
    private readonly Lock _gate = new();
    private int _count;

    public int Cast(Ballot ballot)
    {
        lock (_gate)
        {
            _writer.WriteLine($"{ballot.Precinct};{ballot.Choice}");
            return ++_count;
        }
    }

    public void Dispose() => _writer.Dispose();
}
