using Microsoft.AspNetCore.Mvc;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddControllers();
builder.Services.AddSingleton<Exports>();
var app = builder.Build();
app.MapControllers();
app.Lifetime.ApplicationStarted.Register(() => Console.WriteLine($"ready {app.Urls.First()}"));
app.Run();

[ApiController]
[Route("exports")]
public sealed class ExportsController(Exports exports) : ControllerBase
{
    [HttpGet("{id:int}")]
    public async Task<ActionResult<string>> GetAsync(int id, CancellationToken cancellationToken)
    {
        Console.WriteLine("busy");
        while (!exports.IsDone(id))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(250), cancellationToken);
        }

        return Ok("done");
    }
}

public sealed class Exports
{
    public bool IsDone(int id) => id < 0;
}
