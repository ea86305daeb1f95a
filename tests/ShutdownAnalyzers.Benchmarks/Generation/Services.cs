namespace ShutdownAnalyzers.Benchmarks.Generation;

/// <summary>Types that others call: business operations, clients of other services, the helpers between them.</summary>
internal static class Services
{
    public static string Service(Entity it) => $$"""
        using System.Diagnostics;
        using Microsoft.Extensions.Options;

        namespace {{it.Namespace}};

        public sealed class {{it.Name}}Service
        {
            private readonly I{{it.Name}}Repository repository;
            private readonly {{it.Name}}Cache cache;
            private readonly {{it.Name}}Validator validator;
            private readonly {{it.Name}}Notifier notifier;
            private readonly {{it.Name}}Metrics metrics;
            private readonly {{it.Name}}Options options;
            private readonly ILogger<{{it.Name}}Service> logger;

            public {{it.Name}}Service(
                I{{it.Name}}Repository repository,
                {{it.Name}}Cache cache,
                {{it.Name}}Validator validator,
                {{it.Name}}Notifier notifier,
                {{it.Name}}Metrics metrics,
                IOptions<{{it.Name}}Options> options,
                ILogger<{{it.Name}}Service> logger)
            {
                this.repository = repository;
                this.cache = cache;
                this.validator = validator;
                this.notifier = notifier;
                this.metrics = metrics;
                this.options = options.Value;
                this.logger = logger;
            }

            public Task<{{it.Name}}?> GetAsync(Guid id, CancellationToken cancellationToken) => cache.GetAsync(id, cancellationToken);

        {{string.Join("\n\n", it.Some(it.Number(6, 11), Operations(it)))}}
        }
        """;

    public static string Client(Entity it) => $$"""
        using System.Net;
        using System.Net.Http.Headers;
        using System.Text.Json;
        using Microsoft.Extensions.Options;

        namespace {{it.Namespace}};

        public sealed class {{it.Name}}Client
        {
            private readonly HttpClient http;
            private readonly {{it.Name}}Options options;
            private readonly ILogger<{{it.Name}}Client> logger;

            public {{it.Name}}Client(HttpClient http, IOptions<{{it.Name}}Options> options, ILogger<{{it.Name}}Client> logger)
            {
                this.http = http;
                this.options = options.Value;
                this.logger = logger;
                http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
            }

            public async Task<{{it.Name}}Response?> FindAsync(Guid id, CancellationToken cancellationToken)
            {
                using var response = await SendAsync(() => new HttpRequestMessage(HttpMethod.Get, $"{{it.Route}}/{id}"), cancellationToken);
                if (response.StatusCode == HttpStatusCode.NotFound)
                {
                    return null;
                }

                response.EnsureSuccessStatusCode();
                return await response.Content.ReadFromJsonAsync<{{it.Name}}Response>(cancellationToken);
            }

            public async Task<Guid> CreateAsync(Create{{it.Name}}Request request, CancellationToken cancellationToken)
            {
                using var response = await SendAsync(() => new HttpRequestMessage(HttpMethod.Post, "{{it.Route}}") { Content = JsonContent.Create(request) }, cancellationToken);
                response.EnsureSuccessStatusCode();
                await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
                using var document = await JsonDocument.ParseAsync(body, default, cancellationToken);
                return document.RootElement.GetProperty("id").GetGuid();
            }

            public async Task<IReadOnlyList<{{it.Name}}Response>> ListAsync(int page, CancellationToken cancellationToken)
            {
                using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                timeout.CancelAfter(options.RequestTimeout);
                try
                {
                    return await http.GetFromJsonAsync<List<{{it.Name}}Response>>($"{{it.Route}}?page={page}&size={options.BatchSize}", timeout.Token) ?? [];
                }
                catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
                {
                    throw new TimeoutException($"No {{it.Route}} within {options.RequestTimeout}.");
                }
            }

            private async Task<HttpResponseMessage> SendAsync(Func<HttpRequestMessage> create, CancellationToken cancellationToken)
            {
                var attempt = 0;
                while (true)
                {
                    attempt++;
                    using var request = create();
                    try
                    {
                        var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
                        if ((int)response.StatusCode < 500 || attempt >= options.MaxAttempts)
                        {
                            return response;
                        }

                        response.Dispose();
                    }
                    catch (HttpRequestException e) when (attempt < options.MaxAttempts)
                    {
                        logger.LogWarning(e, "Attempt {Attempt} failed", attempt);
                    }

                    await Task.Delay(TimeSpan.FromSeconds(Math.Pow(2, attempt)), cancellationToken);
                }
            }
        }
        """;

    public static string Notifier(Entity it) => $$"""
        using System.Collections.Concurrent;

        namespace {{it.Namespace}};

        public sealed class {{it.Name}}Notifier
        {
            private readonly ConcurrentDictionary<Guid, Func<{{it.Name}}, CancellationToken, Task>> handlers = new();
            private readonly ILogger<{{it.Name}}Notifier> logger;

            public {{it.Name}}Notifier(ILogger<{{it.Name}}Notifier> logger) => this.logger = logger;

            public event EventHandler<{{it.Name}}>? Changed;

            public IDisposable Subscribe(Func<{{it.Name}}, CancellationToken, Task> handler)
            {
                var id = Guid.NewGuid();
                handlers[id] = handler;
                return new Subscription(() => handlers.TryRemove(id, out _));
            }

            public async Task PublishAsync({{it.Name}} {{it.Camel}}, CancellationToken cancellationToken)
            {
                Changed?.Invoke(this, {{it.Camel}});
                {{it.Any(
                    "await Task.WhenAll(handlers.Values.Select(it => InvokeAsync(it)));",
                    "foreach (var handler in handlers.Values)\n        {\n            await InvokeAsync(handler);\n        }")}}

                async Task InvokeAsync(Func<{{it.Name}}, CancellationToken, Task> handler)
                {
                    try
                    {
                        await handler({{it.Camel}}, cancellationToken);
                    }
                    catch (Exception e) when (e is not OperationCanceledException)
                    {
                        logger.LogError(e, "A handler of {Id} failed", {{it.Camel}}.Id);
                    }
                }
            }

            private sealed class Subscription(Action end) : IDisposable
            {
                public void Dispose() => end();
            }
        }
        """;

    public static string Lock(Entity it) => $$"""
        namespace {{it.Namespace}};

        /// <summary>Lets one caller at a time work on a {{it.Camel}}.</summary>
        public sealed class {{it.Name}}Lock
        {
            private readonly Dictionary<Guid, SemaphoreSlim> gates = new();
            private readonly object sync = new();

            public async Task<T> RunAsync<T>(Guid id, Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
            {
                SemaphoreSlim? gate;
                lock (sync)
                {
                    if (!gates.TryGetValue(id, out gate))
                    {
                        gates[id] = gate = new SemaphoreSlim(1, 1);
                    }
                }

                await gate.WaitAsync(cancellationToken);
                try
                {
                    return await work(cancellationToken);
                }
                finally
                {
                    gate.Release();
                }
            }
        }
        """;

    public static string Metrics(Entity it) => $$"""
        using System.Diagnostics;
        using System.Diagnostics.Metrics;

        namespace {{it.Namespace}};

        public sealed class {{it.Name}}Metrics
        {
            private readonly Counter<long> created;
            private readonly Counter<long> failed;
            private readonly Histogram<double> duration;
            private long open;

            public {{it.Name}}Metrics(IMeterFactory factory)
            {
                var meter = factory.Create("{{it.Namespace}}");
                created = meter.CreateCounter<long>("{{it.Route}}.created");
                failed = meter.CreateCounter<long>("{{it.Route}}.failed");
                duration = meter.CreateHistogram<double>("{{it.Route}}.duration", unit: "ms");
                meter.CreateObservableGauge("{{it.Route}}.open", () => Interlocked.Read(ref open));
            }

            public void Created() => created.Add(1);

            public void Failed(string reason) => failed.Add(1, new KeyValuePair<string, object?>("reason", reason));

            public Measurement Measure()
            {
                Interlocked.Increment(ref open);
                return new Measurement(this, Stopwatch.GetTimestamp());
            }

            public readonly struct Measurement({{it.Name}}Metrics owner, long start) : IDisposable
            {
                public void Dispose()
                {
                    Interlocked.Decrement(ref owner.open);
                    owner.duration.Record(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                }
            }
        }
        """;

    public static string Handlers(Entity it) => $$"""
        namespace {{it.Namespace}};

        public interface I{{it.Name}}Handler
        {
            int Order { get; }

            Task HandleAsync({{it.Name}} {{it.Camel}}, CancellationToken cancellationToken);
        }

        public sealed class {{it.Name}}AuditHandler(ILogger<{{it.Name}}AuditHandler> logger) : I{{it.Name}}Handler
        {
            public int Order => {{it.Number(0, 10)}};

            public Task HandleAsync({{it.Name}} {{it.Camel}}, CancellationToken cancellationToken)
            {
                foreach (var entry in {{it.Camel}}.History.Reverse().Take({{it.Number(3, 9)}}))
                {
                    logger.LogInformation("{Id}: {Entry}", {{it.Camel}}.Id, entry);
                }

                return Task.CompletedTask;
            }
        }

        public sealed class {{it.Name}}PricingHandler({{it.Name}}Client client) : I{{it.Name}}Handler
        {
            public int Order => {{it.Number(10, 20)}};

            public async Task HandleAsync({{it.Name}} {{it.Camel}}, CancellationToken cancellationToken)
            {
                if (await client.FindAsync({{it.Camel}}.Id, cancellationToken) is { } known && known.Amount != {{it.Camel}}.Amount)
                {
                    {{it.Camel}}.Amount = known.Amount + {{it.Name}}Calculator.Fee(known.Amount);
                }
            }
        }
        """;

    private static string[] Operations(Entity it) =>
    [
        $$"""
            public async Task<{{it.Name}}Response> CreateAsync(Create{{it.Name}}Request request, CancellationToken cancellationToken)
            {
                validator.Require(request);
                using var measurement = metrics.Measure();
                var {{it.Camel}} = {{it.Name}}Mapper.ToEntity(request);
                await repository.AddAsync({{it.Camel}}, cancellationToken);
                await notifier.PublishAsync({{it.Camel}}, cancellationToken);
                metrics.Created();
                logger.LogInformation("Created {{it.Camel}} {Id}", {{it.Camel}}.Id);
                return {{it.Camel}}.ToResponse();
            }
        """,
        $$"""
            public async Task<bool> ApproveAsync(Guid id, string by, CancellationToken cancellationToken)
            {
                var {{it.Camel}} = await repository.FindAsync(id, cancellationToken);
                if ({{it.Camel}} is null)
                {
                    return false;
                }

                if (!{{it.Camel}}.CanMoveTo({{it.Name}}Status.Approved))
                {
                    logger.LogWarning("{Id} is {Status}", id, {{it.Camel}}.Status);
                    return false;
                }

                {{it.Camel}}.MoveTo({{it.Name}}Status.Approved, by);
                cache.Invalidate(id);
                return await repository.UpdateAsync({{it.Camel}}, cancellationToken);
            }
        """,
        $$"""
            public async Task<int> CancelAllAsync(IReadOnlyCollection<Guid> ids, string reason, CancellationToken cancellationToken)
            {
                var cancelled = 0;
                foreach (var id in ids)
                {
                    try
                    {
                        var {{it.Camel}} = await repository.FindAsync(id, cancellationToken);
                        if ({{it.Camel}}?.CanMoveTo({{it.Name}}Status.Cancelled) == true)
                        {
                            {{it.Camel}}.MoveTo({{it.Name}}Status.Cancelled, reason);
                            await repository.UpdateAsync({{it.Camel}}, cancellationToken);
                            cancelled++;
                        }
                    }
                    catch ({{it.Name}}Exception e)
                    {
                        metrics.Failed(e.GetType().Name);
                        logger.LogError(e, "{Id} was not cancelled", id);
                    }
                    finally
                    {
                        cache.Invalidate(id);
                    }
                }

                return cancelled;
            }
        """,
        $$"""
            public async Task<IReadOnlyList<{{it.Name}}Response>> SearchAsync(string text, CancellationToken cancellationToken)
            {
                var found = new List<{{it.Name}}Response>();
                var skip = 0;
                while (found.Count < options.BatchSize)
                {
                    var page = await repository.ListAsync(skip, options.BatchSize, cancellationToken);
                    if (page.Count == 0)
                    {
                        break;
                    }

                    found.AddRange(page.Where(it => it.Number.Contains(text, StringComparison.OrdinalIgnoreCase)).Select(it => it.ToResponse()));
                    skip += page.Count;
                }

                return found;
            }
        """,
        $$"""
            public async Task<decimal> TotalAsync(DateTimeOffset since, CancellationToken cancellationToken)
            {
                var watch = Stopwatch.StartNew();
                var total = 0m;
                await foreach (var {{it.Camel}} in repository.StreamAsync(since, cancellationToken))
                {
                    total += {{it.Camel}}.Status switch
                    {
                        {{it.Name}}Status.Approved or {{it.Name}}Status.Closed => {{it.Camel}}.Amount - {{it.Name}}Calculator.Fee({{it.Camel}}.Amount),
                        {{it.Name}}Status.Cancelled => 0,
                        _ => {{it.Camel}}.Amount,
                    };
                }

                logger.LogDebug("Summed in {Elapsed}", watch.Elapsed);
                return total;
            }
        """,
        $$"""
            public async Task<{{it.Name}}Response?> CloneAsync(Guid id, CancellationToken cancellationToken)
            {
                if (await repository.FindAsync(id, cancellationToken) is not { } original)
                {
                    return null;
                }

                var copy = new {{it.Name}}
                {
                    Number = original.Number + "-C",
                    Amount = original.Amount,
                    Count = original.Count,
                };
                await repository.AddAsync(copy, cancellationToken);
                return copy.ToResponse();
            }
        """,
        $$"""
            public async Task RebuildAsync(CancellationToken cancellationToken)
            {
                using var gate = new SemaphoreSlim({{it.Number(2, 8)}});
                var pages = Enumerable.Range(0, options.MaxAttempts).Select(async page =>
                {
                    await gate.WaitAsync(cancellationToken);
                    try
                    {
                        var all = await repository.ListAsync(page * options.BatchSize, options.BatchSize, cancellationToken);
                        return all.Sum(it => {{it.Name}}Calculator.Score(it));
                    }
                    finally
                    {
                        gate.Release();
                    }
                });
                var scores = await Task.WhenAll(pages);
                logger.LogInformation("Scores: {Scores}", string.Join(", ", scores));
            }
        """,
        $$"""
            public async Task<bool> TryUpdateAsync(Guid id, Create{{it.Name}}Request request, CancellationToken cancellationToken)
            {
                for (var attempt = 0; attempt < options.MaxAttempts; attempt++)
                {
                    var {{it.Camel}} = await repository.FindAsync(id, cancellationToken);
                    if ({{it.Camel}} is null)
                    {
                        return false;
                    }

                    {{it.Camel}}.Apply(request);
                    if (await repository.UpdateAsync({{it.Camel}}, cancellationToken))
                    {
                        cache.Invalidate(id);
                        return true;
                    }

                    await Task.Delay(TimeSpan.FromMilliseconds({{it.Number(20, 200)}} * (attempt + 1)), cancellationToken);
                }

                return false;
            }
        """,
        $$"""
            public string Describe({{it.Name}} {{it.Camel}}) => {{it.Camel}}.Status switch
            {
                {{it.Name}}Status.Draft => $"{{{it.Camel}}.Number} is being written",
                {{it.Name}}Status.Submitted when {{it.Camel}}.Amount > {{it.Number(100, 9999)}} => $"{{{it.Camel}}.Number} waits for two approvals",
                {{it.Name}}Status.Submitted => $"{{{it.Camel}}.Number} waits for approval",
                {{it.Name}}Status.Closed => $"{{{it.Camel}}.Number} is done",
                var other => $"{{{it.Camel}}.Number} is {other}",
            };
        """,
        $$"""
            public IReadOnlyDictionary<string, int> Histogram(IEnumerable<{{it.Name}}> {{it.Camel}}List)
            {
                var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
                foreach (var {{it.Camel}} in {{it.Camel}}List)
                {
                    var key = {{it.Camel}}.Number.Length > 2 ? {{it.Camel}}.Number[..2] : "other";
                    counts[key] = counts.TryGetValue(key, out var count) ? count + 1 : 1;
                }

                return counts;
            }
        """,
        $$"""
            public async Task<bool> WaitForAsync(Guid id, {{it.Name}}Status status, CancellationToken cancellationToken)
            {
                using var timer = new PeriodicTimer(options.Interval);
                do
                {
                    if (await repository.FindAsync(id, cancellationToken) is { } {{it.Camel}} && {{it.Camel}}.Status == status)
                    {
                        return true;
                    }
                }
                while (await timer.WaitForNextTickAsync(cancellationToken));
                return false;
            }
        """,
        $$"""
            public async Task DeleteAsync(Guid id, CancellationToken cancellationToken)
            {
                cache.Invalidate(id);
                if (!await repository.DeleteAsync(id, cancellationToken))
                {
                    throw new {{it.Name}}Exception(id, "There is no such {{it.Camel}}.");
                }
            }
        """,
    ];
}
