namespace Portal.Hosting;

internal static class Program
{
    private static async Task Main(string[] args)
    {
        await using var admin = CreateAdmin(args);
        await using var portal = CreatePortal(args, admin);

        _ = admin.RunAsync("http://127.0.0.1:9090"); //! HAZARD admin SHUT307
        await portal.RunAsync();
    }

    private static WebApplication CreateAdmin(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddSingleton<MaintenanceMode>();

        var admin = builder.Build();
        admin.MapPut("/maintenance/{state:bool}", (bool state, MaintenanceMode mode) =>
        {
            mode.Active = state;
            return Results.NoContent();
        });
        return admin;
    }

    private static WebApplication CreatePortal(string[] args, WebApplication admin)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddSingleton(_ => admin.Services.GetRequiredService<MaintenanceMode>());

        var portal = builder.Build();
        portal.Use(async (context, next) =>
        {
            if (context.RequestServices.GetRequiredService<MaintenanceMode>().Active)
            {
                context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                await context.Response.WriteAsync("back soon", context.RequestAborted);
                return;
            }

            await next(context);
        });
        portal.MapGet("/", () => "portal");
        return portal;
    }
}

internal sealed class MaintenanceMode
{
    private volatile bool _active;

    public bool Active
    {
        get => _active;
        set => _active = value;
    }
}
