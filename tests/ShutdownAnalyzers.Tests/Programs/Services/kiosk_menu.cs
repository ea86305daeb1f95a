using Microsoft.AspNetCore.Http.HttpResults;

var builder = WebApplication.CreateSlimBuilder(args);
builder.Services.AddSingleton<Menu>();
builder.Services.AddHostedService<MenuReload>();
builder.Services.AddSingleton<Receipts>();
builder.Services.AddHostedService<ReceiptPrinter>();

var app = builder.Build();

app.MapGet("/menu", (Menu menu) => menu.Items);
app.MapGet("/menu/{name}", Results<Ok<Dish>, NotFound> (string name, Menu menu)
    => menu.Find(name) is { } dish ? TypedResults.Ok(dish) : TypedResults.NotFound());
app.MapPost("/orders/{name}", (string name, Menu menu, Receipts receipts) =>
{
    if (menu.Find(name) is not { } dish) return Results.NotFound();
    receipts.Add(dish);
    return Results.Accepted();
});
app.MapGet("/health", () => "ok");

app.Logger.LogInformation("Kiosk serves {Count} dishes", app.Services.GetRequiredService<Menu>().Items.Count);
app.RunAsync(builder.Configuration["Kiosk:Url"]); //! HAZARD run SHUT307

internal sealed record Dish(string Name, decimal Price);

internal sealed class Menu
{
    private volatile IReadOnlyList<Dish> _items = [new("Soup", 4.5m), new("Bread", 1.2m)];

    public IReadOnlyList<Dish> Items => _items;

    public Dish? Find(string name) => _items.FirstOrDefault(d => d.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    public void Replace(IReadOnlyList<Dish> items) => _items = items;
}

internal sealed class MenuReload(Menu menu, IHostEnvironment environment) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(1));
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            var file = Path.Combine(environment.ContentRootPath, "menu.txt");
            if (!File.Exists(file)) continue;

            var lines = await File.ReadAllLinesAsync(file, stoppingToken);
            menu.Replace([.. lines.Select(l => l.Split('|')).Where(p => p.Length == 2).Select(p => new Dish(p[0], decimal.Parse(p[1])))]);
        }
    }
}

internal sealed class Receipts
{
    private readonly System.Collections.Concurrent.ConcurrentQueue<Dish> _dishes = new();
    private readonly SemaphoreSlim _filled = new(0);

    public void Add(Dish dish)
    {
        _dishes.Enqueue(dish);
        _filled.Release();
    }

    public async Task<Dish?> TakeAsync(CancellationToken ct)
    {
        await _filled.WaitAsync(ct);
        return _dishes.TryDequeue(out var dish) ? dish : null;
    }
}

internal sealed class ReceiptPrinter(Receipts receipts, ILogger<ReceiptPrinter> logger) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => PrintAllAsync("/dev/usb/lp0", stoppingToken); //! HAZARD paper SHUT104

    private async Task PrintAllAsync(string device, CancellationToken ct)
    {
        for (var number = 1; ; number++) //! HAZARD paper SHUT104
        {
            try
            {
                if (await receipts.TakeAsync(ct) is { } dish) //! HAZARD paper SHUT104
                    await File.AppendAllTextAsync(device, $"#{number} {dish.Name} {dish.Price:0.00}\n", CancellationToken.None);
            }
            catch (Exception ex) //! HAZARD paper SHUT104
            {
                logger.LogError(ex, "Receipt {Number} was not printed", number);
            }
        }
    }
}
