using System.Buffers.Binary;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Win32.SafeHandles;

namespace Maps.Routes;

internal static class Program
{
    private static async Task Main(string[] args)
    {
        await using var graph = RoadGraph.Open(args.FirstOrDefault() ?? "roads.bin");

        var builder = WebApplication.CreateSlimBuilder(args);
        Register(builder.Services, graph);

        await using var app = builder.Build();
        app.MapGet("/routes/{from:int}/{to:int}", (int from, int to, IRoadGraph roads, RouteLimits limits) =>
        {
            var route = Search(roads, from, to, limits.MaxHops);
            return route is null ? Results.NotFound() : Results.Ok(route);
        });
        await app.RunAsync();
    }

    private static void Register(IServiceCollection services, RoadGraph graph)
    {
        services.AddSingleton<IRoadGraph>(graph);
        services.TryAddSingleton(new RouteLimits(MaxHops: 5_000));
        services.AddKeyedSingleton("region", string.Intern("europe"));
        services.AddSingleton(typeof(TimeProvider), TimeProvider.System);
    }

    private static List<int>? Search(IRoadGraph roads, int from, int to, int hops)
    {
        var route = new List<int> { from };
        for (var node = from; node != to; route.Add(node))
        {
            if (route.Count > hops) return null;
            node = roads.Next(node, to);
        }

        return route;
    }
}

internal sealed record RouteLimits(int MaxHops);

internal interface IRoadGraph
{
    int Next(int node, int towards);
}

internal sealed class RoadGraph : IRoadGraph, IAsyncDisposable, IDisposable
{
    private readonly SafeFileHandle _file;

    private RoadGraph(SafeFileHandle file) => _file = file;

    public static RoadGraph Open(string path) => new(File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read, FileOptions.RandomAccess));

    public int Next(int node, int towards)
    {
        Span<byte> bytes = stackalloc byte[4];
        return RandomAccess.Read(_file, bytes, node * 4L) == 4 ? BinaryPrimitives.ReadInt32LittleEndian(bytes) ^ towards : node;
    }

    public void Dispose() => _file.Dispose();

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}
