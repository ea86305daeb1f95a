using System.Net.Sockets;

namespace Statsd;

public sealed class StatsdClient : IDisposable
{
    private readonly UdpClient _socket = new();
    private readonly string _prefix;

    public StatsdClient(string host, int port, string prefix)
    {
        _prefix = prefix;
        _socket.Connect(host, port);
    }

    public void Count(string name, int value = 1)
    {
        Span<byte> buffer = stackalloc byte[256];
        if (System.Text.Encoding.ASCII.TryGetBytes($"{_prefix}.{name}:{value}|c", buffer, out var written))
            _socket.Client.Send(buffer[..written]);
    }

    public void Dispose() => _socket.Dispose();
}

public static class StatsdSetup
{
    public static IServiceCollection AddStatsd(this IServiceCollection services, IConfiguration configuration)
    {
        var section = configuration.GetSection("Statsd");
        var host = section["Host"] ?? "localhost";
        var port = section.GetValue("Port", 8125);

        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(_ => new StatsdClient(host, port, "shop"));
        services.AddKeyedSingleton("audit", (_, _) => new StatsdClient(host, port, "audit"));
        return services;
    }

    public static void Main(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddStatsd(builder.Configuration);
        var app = builder.Build();
        app.Use(async (HttpContext context, RequestDelegate next) =>
        {
            await next(context);
            context.RequestServices.GetRequiredService<StatsdClient>().Count($"status.{context.Response.StatusCode}");
        });
        app.MapGet("/", () => "counted");
        app.MapPost("/login", ([FromKeyedServices("audit")] StatsdClient audit) =>
        {
            audit.Count("login");
            return Results.NoContent();
        });
        app.Run();
    }
}
