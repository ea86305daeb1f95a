using System.Text.Json;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Post.Stamps;

public interface IStampJournal
{
    void Record(string code, decimal value);
}

public sealed class FileJournal : IStampJournal, IDisposable
{
    private readonly FileStream _file;
    private readonly Utf8JsonWriter _writer;

    private FileJournal(string path)
    {
        _file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read);
        _writer = new Utf8JsonWriter(_file);
        _writer.WriteStartArray();
    }

    public static FileJournal Open(string path) => new(path);

    public void Record(string code, decimal value)
    {
        lock (_writer)
        {
            _writer.WriteStartObject();
            _writer.WriteString("code", code);
            _writer.WriteNumber("value", value);
            _writer.WriteEndObject();
        }
    }

    public void Dispose()
    {
        lock (_writer)
        {
            _writer.WriteEndArray();
            _writer.Dispose();
            _file.Dispose();
        }
    }
}

public sealed class StampOffice(IStampJournal journal)
{
    public string Issue(decimal value)
    {
        var code = Convert.ToHexString(Guid.NewGuid().ToByteArray().AsSpan(0, 6));
        journal.Record(code, value);
        return code;
    }
}

public static class StampServices
{
    public static IServiceCollection AddStamps(this IServiceCollection services, IConfiguration configuration)
    {
        var path = configuration["Stamps:Journal"] ?? "stamps.json";
        services.TryAdd(ServiceDescriptor.Singleton<IStampJournal>(FileJournal.Open(path))); //! HAZARD journal SHUT701
        services.TryAddSingleton<StampOffice>();
        return services;
    }

    public static void MapStamps(this IEndpointRouteBuilder endpoints)
        => endpoints.MapPost("/stamps/{value:decimal}", (decimal value, StampOffice office) => Results.Ok(office.Issue(value)));
}
