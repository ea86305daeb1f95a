using Microsoft.Extensions.DependencyInjection.Extensions;
using StackExchange.Redis;

namespace Libraries.Setup;

internal sealed class Catalogue : IAsyncDisposable
{
    private readonly FileStream _index;

    private Catalogue(FileStream index) => _index = index;

    public long Length => _index.Length;

    public static Catalogue Open(IServiceProvider services)
    {
        var path = services.GetRequiredService<IConfiguration>()["Catalogue"] ?? "catalogue.idx";
        return new Catalogue(File.Open(path, FileMode.OpenOrCreate, FileAccess.Read));
    }

    public ValueTask DisposeAsync() => _index.DisposeAsync();
}

internal sealed class Shelves : IDisposable
{
    public static readonly Shelves Empty = new([]);

    public Shelves(string[] names) => Names = names;

    public string[] Names { get; }

    public void Dispose()
    {
    }
}

internal static class LibrarySetup
{
    extension(IServiceCollection services)
    {
        public IServiceCollection AddLibrary(string redis)
        {
            services.AddSingleton(Catalogue.Open);
            services.AddSingleton<IConnectionMultiplexer>(_ => ConnectionMultiplexer.Connect(redis));
            services.AddKeyedSingleton<TextWriter>("loans", static (_, key) => new StreamWriter($"{key}.log", append: true));
            services.TryAddSingleton(static sp => new Shelves(sp.GetRequiredService<IConfiguration>().GetSection("Shelves").Get<string[]>() ?? []));
            services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, LoanCounter>());
            services.AddSingleton(Shelves.Empty);
            services.Add(ServiceDescriptor.Describe(typeof(FileStream), static _ => File.OpenRead("/dev/null"), ServiceLifetime.Singleton));
            return services;
        }
    }
}

internal sealed class LoanCounter(Catalogue catalogue, ILogger<LoanCounter> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromHours(1));
        while (await timer.WaitForNextTickAsync(stoppingToken))
            logger.LogInformation("Index has {Length} bytes", catalogue.Length);
    }
}
