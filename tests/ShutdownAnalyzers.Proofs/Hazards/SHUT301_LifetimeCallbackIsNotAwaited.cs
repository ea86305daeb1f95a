var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton<ServiceRegistry>();
var app = builder.Build();
app.MapGet("/", () => "catalogue");

var registry = app.Services.GetRequiredService<ServiceRegistry>();
app.Lifetime.ApplicationStarted.Register(() => Console.WriteLine("ready"));
app.Lifetime.ApplicationStopping.Register(async () => await registry.DeregisterAsync("catalogue"));
app.Run();

internal sealed class ServiceRegistry
{
    public async Task DeregisterAsync(string service)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(500));
        Console.WriteLine($"deregistered {service}");
    }
}
