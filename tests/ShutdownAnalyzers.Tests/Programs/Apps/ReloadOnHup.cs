using System.Runtime.InteropServices;

namespace Proxy.Reload;

internal sealed class RouteTable
{
    private volatile string[] _routes = [];

    public IReadOnlyList<string> Routes => _routes;

    public void Load(string path) => _routes = File.Exists(path) ? File.ReadAllLines(path) : [];
}

internal static class HangUp
{
    public static IHost ReloadOnHangUp(this IHost host, string path)
    {
        if (OperatingSystem.IsWindows()) return host;

        var table = host.Services.GetRequiredService<RouteTable>();
        using var registration = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context => //! HAZARD hangup SHUT506
        {
            context.Cancel = true;
            table.Load(path);
        });

        table.Load(path);
        return host; //! HAZARD hangup SHUT506
    }
}

public static class Program
{
    public static async Task Main(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddSingleton<RouteTable>();

        var app = builder.Build();
        app.ReloadOnHangUp(Path.Combine(app.Environment.ContentRootPath, "routes.conf")); //! HAZARD hangup SHUT506
        app.MapGet("/routes", (RouteTable table) => table.Routes);
        await app.RunAsync();
    }
}
