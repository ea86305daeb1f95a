using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton<GlacierCamera>();
var app = builder.Build();
app.MapGet("/camera/latest", (GlacierCamera camera) => camera.Latest);
app.MapGet("/camera/feed", Feed); //! HAZARD feed SHUT402 SHUT401
await app.RunAsync();

static IResult Feed(GlacierCamera camera, HttpContext context) => //! HAZARD feed SHUT402 SHUT401
    TypedResults.ServerSentEvents(camera.FramesAsync(context.RequestAborted), eventType: "frame"); //! HAZARD feed SHUT402 SHUT401

internal sealed record Frame(int Number, string Url);

internal sealed class GlacierCamera
{
    private int _number;

    public Frame Latest => Snap();

    public async IAsyncEnumerable<SseItem<Frame>> FramesAsync([EnumeratorCancellation] CancellationToken cancellationToken) //! HAZARD feed SHUT402 SHUT401
    {
        using var pace = new PeriodicTimer(TimeSpan.FromSeconds(4));
        do //! HAZARD feed SHUT402 SHUT401
        {
            var frame = Snap();
            yield return new SseItem<Frame>(frame) { EventId = frame.Number.ToString() };
        }
        while (await pace.WaitForNextTickAsync(cancellationToken)); //! HAZARD feed SHUT402 SHUT401
    }

    private Frame Snap()
    {
        var number = Interlocked.Increment(ref _number);
        return new Frame(number, $"/frames/{number % 1000}.jpg");
    }
}
