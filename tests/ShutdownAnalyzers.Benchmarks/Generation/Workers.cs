namespace ShutdownAnalyzers.Benchmarks.Generation;

/// <summary>Hosted services and what they work off.</summary>
internal static class Workers
{
    public static string Queue(Entity it) => $$"""
        using System.Threading.Channels;

        namespace {{it.Namespace}};

        public sealed class {{it.Name}}Queue
        {
            private readonly Channel<Guid> channel = Channel.CreateBounded<Guid>(new BoundedChannelOptions({{it.Number(50, 5000)}}) { FullMode = BoundedChannelFullMode.Wait });

            public ChannelReader<Guid> Reader => channel.Reader;

            public ValueTask EnqueueAsync(Guid id, CancellationToken cancellationToken) => channel.Writer.WriteAsync(id, cancellationToken);

            public bool TryEnqueue(Guid id) => channel.Writer.TryWrite(id);

            public void Complete(Exception? error = null) => channel.Writer.TryComplete(error);
        }
        """;

    public static string Worker(Entity it) => $$"""
        using Microsoft.Extensions.Options;

        namespace {{it.Namespace}};

        {{it.Any<Func<Entity, string>>(Periodic, Periodic, Consuming, Consuming, Timed, Started)(it)}}
        """;

    private static string Periodic(Entity it)
    {
        var hazard = it.OneIn(4);
        return $$"""
            public sealed class {{it.Name}}Worker : BackgroundService
            {
                private readonly IServiceScopeFactory scopes;
                private readonly {{it.Name}}Options options;
                private readonly ILogger<{{it.Name}}Worker> logger;

                public {{it.Name}}Worker(IServiceScopeFactory scopes, IOptions<{{it.Name}}Options> options, ILogger<{{it.Name}}Worker> logger)
                {
                    this.scopes = scopes;
                    this.options = options.Value;
                    this.logger = logger;
                }

                protected override async Task ExecuteAsync(CancellationToken stoppingToken)
                {
                    while ({{(hazard ? it.Any("true", "!stoppingToken.IsCancellationRequested") : "!stoppingToken.IsCancellationRequested")}})
                    {
                        try
                        {
                            await WorkAsync({{(hazard ? "CancellationToken.None" : "stoppingToken")}});
                        }
                        catch (Exception e){{(hazard ? "" : " when (e is not OperationCanceledException || !stoppingToken.IsCancellationRequested)")}}
                        {
                            logger.LogError(e, "{{it.Plural}} were not worked off");
                        }

                        await Task.Delay(options.Interval{{(hazard ? "" : ", stoppingToken")}});
                    }
                }

                private async Task WorkAsync(CancellationToken cancellationToken)
                {
                    await using var scope = scopes.CreateAsyncScope();
                    var repository = scope.ServiceProvider.GetRequiredService<I{{it.Name}}Repository>();
                    var {{it.Camel}}List = await repository.ListAsync(0, options.BatchSize, cancellationToken);
                    foreach (var {{it.Camel}} in {{it.Camel}}List)
                    {
                        cancellationToken.ThrowIfCancellationRequested();
                        if ({{it.Camel}}.CanMoveTo({{it.Name}}Status.Closed))
                        {
                            {{it.Camel}}.MoveTo({{it.Name}}Status.Closed, "worker");
                            await repository.UpdateAsync({{it.Camel}}, cancellationToken);
                        }
                    }

                    logger.LogInformation("{Count} {{it.Route}} worked off", {{it.Camel}}List.Count);
                }
            }
            """;
    }

    private static string Consuming(Entity it)
    {
        var hazard = it.OneIn(5);
        return $$"""
            public sealed class {{it.Name}}Worker(IServiceScopeFactory scopes, {{it.Name}}Queue queue, IOptions<{{it.Name}}Options> options, ILogger<{{it.Name}}Worker> logger) : BackgroundService
            {
                private int handled;

                public override async Task StopAsync(CancellationToken cancellationToken)
                {
                    queue.Complete();
                    {{(hazard ? "await Task.Yield();" : "await base.StopAsync(cancellationToken);")}}
                    logger.LogInformation("{Count} {{it.Route}} handled", handled);
                }

                protected override async Task ExecuteAsync(CancellationToken stoppingToken)
                {
                    try
                    {
                        await foreach (var id in queue.Reader.ReadAllAsync(stoppingToken))
                        {
                            await HandleAsync(id, stoppingToken);
                        }
                    }
                    catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
                    {
                        logger.LogInformation("Stopping");
                    }
                }

                private async Task HandleAsync(Guid id, CancellationToken cancellationToken)
                {
                    for (var attempt = 1; attempt <= options.Value.MaxAttempts; attempt++)
                    {
                        try
                        {
                            await using var scope = scopes.CreateAsyncScope();
                            var service = scope.ServiceProvider.GetRequiredService<{{it.Name}}Service>();
                            if (await service.GetAsync(id, cancellationToken) is { } {{it.Camel}})
                            {
                                foreach (var handler in scope.ServiceProvider.GetServices<I{{it.Name}}Handler>().OrderBy(it => it.Order))
                                {
                                    await handler.HandleAsync({{it.Camel}}, cancellationToken);
                                }
                            }

                            handled++;
                            return;
                        }
                        catch (HttpRequestException e) when (attempt < options.Value.MaxAttempts)
                        {
                            logger.LogWarning(e, "Attempt {Attempt} on {Id} failed", attempt, id);
                            await Task.Delay(TimeSpan.FromSeconds(attempt), cancellationToken);
                        }
                    }
                }
            }
            """;
    }

    private static string Timed(Entity it) => $$"""
        public sealed class {{it.Name}}Worker(IServiceScopeFactory scopes, IOptions<{{it.Name}}Options> options, ILogger<{{it.Name}}Worker> logger) : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                using var timer = new PeriodicTimer(options.Value.Interval);
                while (await timer.WaitForNextTickAsync(stoppingToken))
                {
                    try
                    {
                        await using var scope = scopes.CreateAsyncScope();
                        var exporter = scope.ServiceProvider.GetRequiredService<{{it.Name}}Exporter>();
                        var count = await exporter.ExportAsync(Path.Combine(options.Value.Folder, "{{it.Route}}.csv"), DateTimeOffset.UtcNow.AddDays(-1), stoppingToken);
                        if (count == 0)
                        {
                            logger.LogWarning("No {{it.Route}} to export");
                        }
                    }
                    catch (IOException e)
                    {
                        logger.LogError(e, "{{it.Plural}} were not exported");
                    }
                }
            }
        }
        """;

    private static string Started(Entity it)
    {
        var hazard = it.OneIn(3);
        return $$"""
            public sealed class {{it.Name}}Worker : IHostedService, IAsyncDisposable
            {
                private readonly CancellationTokenSource stopping = new();
                private readonly {{it.Name}}Cache cache;
                private readonly {{it.Name}}Options options;
                private readonly ILogger<{{it.Name}}Worker> logger;
                private Task running = Task.CompletedTask;

                public {{it.Name}}Worker({{it.Name}}Cache cache, IOptions<{{it.Name}}Options> options, ILogger<{{it.Name}}Worker> logger)
                {
                    this.cache = cache;
                    this.options = options.Value;
                    this.logger = logger;
                }

                public Task StartAsync(CancellationToken cancellationToken)
                {
                    running = Task.Run(() => SweepAsync(stopping.Token), CancellationToken.None);
                    return Task.CompletedTask;
                }

                public async Task StopAsync(CancellationToken cancellationToken)
                {
                    {{(hazard ? "logger.LogDebug(\"Waiting\");" : "await stopping.CancelAsync();")}}
                    await Task.WhenAny(running, Task.Delay(Timeout.Infinite, cancellationToken));
                }

                public async ValueTask DisposeAsync()
                {
                    {{(hazard ? "await Task.CompletedTask;" : "await stopping.CancelAsync();")}}
                    stopping.Dispose();
                }

                private async Task SweepAsync(CancellationToken cancellationToken)
                {
                    try
                    {
                        while (!cancellationToken.IsCancellationRequested)
                        {
                            await Task.Delay(options.Interval, cancellationToken);
                            logger.LogDebug("{Count} entries swept", cache.Sweep());
                        }
                    }
                    catch (OperationCanceledException)
                    {
                        logger.LogDebug("Sweeping ends");
                    }
                }
            }
            """;
    }
}
