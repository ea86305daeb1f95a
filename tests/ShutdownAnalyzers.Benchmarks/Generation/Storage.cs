namespace ShutdownAnalyzers.Benchmarks.Generation;

/// <summary>Types that read and write: databases, files, memory.</summary>
internal static class Storage
{
    public static string Repository(Entity it) => $$"""
        namespace {{it.Namespace}};

        public interface I{{it.Name}}Repository
        {
            Task<{{it.Name}}?> FindAsync(Guid id, CancellationToken cancellationToken = default);

            Task<IReadOnlyList<{{it.Name}}>> ListAsync(int skip, int take, CancellationToken cancellationToken = default);

            Task AddAsync({{it.Name}} {{it.Camel}}, CancellationToken cancellationToken = default);

            Task<bool> UpdateAsync({{it.Name}} {{it.Camel}}, CancellationToken cancellationToken = default);

            Task<bool> DeleteAsync(Guid id, CancellationToken cancellationToken = default);

            IAsyncEnumerable<{{it.Name}}> StreamAsync(DateTimeOffset since, CancellationToken cancellationToken = default);
        }
        """;

    public static string SqlRepository(Entity it) => $$"""
        using System.Data.Common;
        using System.Runtime.CompilerServices;
        using Microsoft.Extensions.Options;
        using Npgsql;

        namespace {{it.Namespace}};

        public sealed class {{it.Name}}SqlRepository : I{{it.Name}}Repository
        {
            private const string Columns = "id, {{string.Join(", ", it.Fields.Select(static field => field.Name.ToLowerInvariant()))}}";

            private readonly {{it.Name}}Options options;
            private readonly ILogger<{{it.Name}}SqlRepository> logger;

            public {{it.Name}}SqlRepository(IOptions<{{it.Name}}Options> options, ILogger<{{it.Name}}SqlRepository> logger)
            {
                this.options = options.Value;
                this.logger = logger;
            }

            public async Task<{{it.Name}}?> FindAsync(Guid id, CancellationToken cancellationToken = default)
            {
                await using var connection = await OpenAsync(cancellationToken);
                await using var command = new NpgsqlCommand($"select {Columns} from {{it.Route}} where id = @id", connection);
                command.Parameters.AddWithValue("id", id);
                await using var reader = await command.ExecuteReaderAsync(cancellationToken);
                return await reader.ReadAsync(cancellationToken) ? Read(reader) : null;
            }

            public async Task<IReadOnlyList<{{it.Name}}>> ListAsync(int skip, int take, CancellationToken cancellationToken = default)
            {
                var found = new List<{{it.Name}}>(take);
                await using var connection = await OpenAsync(cancellationToken);
                await using var command = new NpgsqlCommand($"select {Columns} from {{it.Route}} order by id offset @skip limit @take", connection);
                command.Parameters.AddWithValue("skip", skip);
                command.Parameters.AddWithValue("take", take);
                await using var reader = await command.ExecuteReaderAsync(cancellationToken);
                while (await reader.ReadAsync(cancellationToken))
                {
                    found.Add(Read(reader));
                }

                logger.LogDebug("Read {Count} {{it.Route}}", found.Count);
                return found;
            }

            public async Task AddAsync({{it.Name}} {{it.Camel}}, CancellationToken cancellationToken = default)
            {
                await using var connection = await OpenAsync(cancellationToken);
                await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
                await using var command = new NpgsqlCommand("insert into {{it.Route}} values (@id, {{string.Join(", ", it.Fields.Select(static field => "@" + field.Name.ToLowerInvariant()))}})", connection, transaction);
                Fill(command, {{it.Camel}});
                await command.ExecuteNonQueryAsync(cancellationToken);
                await transaction.CommitAsync(cancellationToken);
            }

            public async Task<bool> UpdateAsync({{it.Name}} {{it.Camel}}, CancellationToken cancellationToken = default)
            {
                for (var attempt = 1; ; attempt++)
                {
                    try
                    {
                        await using var connection = await OpenAsync(cancellationToken);
                        await using var command = new NpgsqlCommand("update {{it.Route}} set number = @number where id = @id", connection);
                        Fill(command, {{it.Camel}});
                        return await command.ExecuteNonQueryAsync(cancellationToken) == 1;
                    }
                    catch (DbException e) when (e.IsTransient && attempt < options.MaxAttempts)
                    {
                        logger.LogWarning(e, "Attempt {Attempt} to update {Id} failed", attempt, {{it.Camel}}.Id);
                        await Task.Delay(TimeSpan.FromMilliseconds(100 * attempt), cancellationToken);
                    }
                }
            }

            public async Task<bool> DeleteAsync(Guid id, CancellationToken cancellationToken = default)
            {
                await using var connection = await OpenAsync(cancellationToken);
                await using var command = new NpgsqlCommand("delete from {{it.Route}} where id = @id", connection);
                command.Parameters.AddWithValue("id", id);
                return await command.ExecuteNonQueryAsync(cancellationToken) > 0;
            }

            public async IAsyncEnumerable<{{it.Name}}> StreamAsync(DateTimeOffset since, [EnumeratorCancellation] CancellationToken cancellationToken = default)
            {
                await using var connection = await OpenAsync(cancellationToken);
                await using var command = new NpgsqlCommand($"select {Columns} from {{it.Route}} where updated > @since", connection);
                command.Parameters.AddWithValue("since", since);
                await using var reader = await command.ExecuteReaderAsync(cancellationToken);
                while (await reader.ReadAsync(cancellationToken))
                {
                    yield return Read(reader);
                }
            }

            private static {{it.Name}} Read(DbDataReader reader)
            {
                var {{it.Camel}} = new {{it.Name}} { Id = reader.GetGuid(0) };
        {{it.Each(it.Fields, 8, field => $"{it.Camel}.{field.Name} = {Reading(field, it.Fields.IndexOf(field) + 1)};")}}
                return {{it.Camel}};
            }

            private static void Fill(NpgsqlCommand command, {{it.Name}} {{it.Camel}})
            {
                command.Parameters.AddWithValue("id", {{it.Camel}}.Id);
        {{it.Each(8, field => $"command.Parameters.AddWithValue(\"{field.Name.ToLowerInvariant()}\", {(field.Type.EndsWith('?') ? $"(object?){it.Camel}.{field.Name} ?? DBNull.Value" : $"{it.Camel}.{field.Name}")});")}}
            }

            private async Task<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
            {
                var connection = new NpgsqlConnection(options.ConnectionString);
                try
                {
                    await connection.OpenAsync(cancellationToken);
                    return connection;
                }
                catch
                {
                    await connection.DisposeAsync();
                    throw;
                }
            }
        }
        """;

    public static string Cache(Entity it) => $$"""
        using System.Collections.Concurrent;

        namespace {{it.Namespace}};

        public sealed class {{it.Name}}Cache : IDisposable
        {
            private readonly ConcurrentDictionary<Guid, ({{it.Name}} Value, DateTimeOffset Until)> entries = new();
            private readonly SemaphoreSlim gate = new(1, 1);
            private readonly I{{it.Name}}Repository repository;
            private readonly TimeProvider clock;

            public {{it.Name}}Cache(I{{it.Name}}Repository repository, TimeProvider clock)
            {
                this.repository = repository;
                this.clock = clock;
            }

            public int Count => entries.Count;

            public async Task<{{it.Name}}?> GetAsync(Guid id, CancellationToken cancellationToken)
            {
                if (entries.TryGetValue(id, out var entry) && entry.Until > clock.GetUtcNow())
                {
                    return entry.Value;
                }

                await gate.WaitAsync(cancellationToken);
                try
                {
                    var found = await repository.FindAsync(id, cancellationToken);
                    if (found is not null)
                    {
                        entries[id] = (found, clock.GetUtcNow().AddMinutes({{it.Number(1, 30)}}));
                    }

                    return found;
                }
                finally
                {
                    gate.Release();
                }
            }

            public void Invalidate(Guid id) => entries.TryRemove(id, out _);

            public int Sweep()
            {
                var removed = 0;
                var now = clock.GetUtcNow();
                foreach (var pair in entries)
                {
                    if (pair.Value.Until <= now && entries.TryRemove(pair.Key, out _))
                    {
                        removed++;
                    }
                }

                return removed;
            }

            public void Dispose() => gate.Dispose();
        }
        """;

    public static string Exporter(Entity it) => $$"""
        using System.Globalization;
        using System.Text;

        namespace {{it.Namespace}};

        public sealed class {{it.Name}}Exporter(I{{it.Name}}Repository repository, ILogger<{{it.Name}}Exporter> logger)
        {
            private const char Separator = '{{it.Any(",", ";", "|")}}';

            public async Task<int> ExportAsync(string path, DateTimeOffset since, CancellationToken cancellationToken)
            {
                var temporary = path + ".tmp";
                var count = 0;
                await using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, 4096, useAsync: true))
                await using (var writer = new StreamWriter(stream, Encoding.UTF8))
                {
                    await writer.WriteLineAsync(Header().AsMemory(), cancellationToken);
                    await foreach (var {{it.Camel}} in repository.StreamAsync(since, cancellationToken))
                    {
                        await writer.WriteLineAsync(Line({{it.Camel}}).AsMemory(), cancellationToken);
                        count++;
                    }
                }

                File.Move(temporary, path, overwrite: true);
                logger.LogInformation("Wrote {Count} {{it.Route}} to {Path}", count, path);
                return count;
            }

            private static string Header() => string.Join(Separator, new[]
            {
                "Id",
        {{it.Each(8, static field => $"nameof({{0}}.{field.Name}),").Replace("{0}", it.Name)}}
            });

            private static string Line({{it.Name}} {{it.Camel}})
            {
                var line = new StringBuilder();
                line.Append({{it.Camel}}.Id);
        {{it.Each(8, field => $"line.Append(Separator).Append({(field.IsText ? $"Quoted({it.Camel}.{field.Name})" : field.IsNumber ? $"{it.Camel}.{field.Name}.ToString(CultureInfo.InvariantCulture)" : $"{it.Camel}.{field.Name}")});")}}
                return line.ToString();
            }

            private static string Quoted(string? text)
                => text is null ? "" : text.Contains(Separator) || text.Contains('"') ? '"' + text.Replace("\"", "\"\"") + '"' : text;
        }
        """;

    public static string Importer(Entity it) => $$"""
        using System.Text.Json;

        namespace {{it.Namespace}};

        public sealed class {{it.Name}}Importer
        {
            private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { AllowTrailingCommas = true };

            private readonly I{{it.Name}}Repository repository;
            private readonly {{it.Name}}Validator validator;
            private readonly ILogger<{{it.Name}}Importer> logger;

            public {{it.Name}}Importer(I{{it.Name}}Repository repository, {{it.Name}}Validator validator, ILogger<{{it.Name}}Importer> logger)
            {
                this.repository = repository;
                this.validator = validator;
                this.logger = logger;
            }

            public async Task<(int Added, int Refused)> ImportAsync(string folder, CancellationToken cancellationToken)
            {
                var added = 0;
                var refused = 0;
                foreach (var path in Directory.EnumerateFiles(folder, "*.json").Order())
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    try
                    {
                        await using var stream = File.OpenRead(path);
                        var requests = await JsonSerializer.DeserializeAsync<List<Create{{it.Name}}Request>>(stream, Json, cancellationToken) ?? [];
                        foreach (var request in requests)
                        {
                            if (validator.Check(request) is { Count: > 0 } problems)
                            {
                                refused++;
                                logger.LogWarning("{Path}: {Problems}", path, string.Join(", ", problems));
                                continue;
                            }

                            await repository.AddAsync({{it.Name}}Mapper.ToEntity(request), cancellationToken);
                            added++;
                        }
                    }
                    catch (JsonException e)
                    {
                        logger.LogError(e, "{Path} is not readable", path);
                        refused++;
                    }
                    catch (IOException e) when (!cancellationToken.IsCancellationRequested)
                    {
                        logger.LogError(e, "{Path} is in use", path);
                    }
                }

                return (added, refused);
            }
        }
        """;

    private static string Reading(Field field, int column)
        => field.Type.EndsWith('?') ? $"reader.IsDBNull({column}) ? null : reader.GetFieldValue<{field.Type[..^1]}>({column})" : $"reader.GetFieldValue<{field.Type}>({column})";
}
