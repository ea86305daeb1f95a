using System.Buffers;
using System.IO.Pipelines;
using System.Security.Cryptography;

namespace Files.Upload;

public sealed class UploadStore(IConfiguration configuration)
{
    private readonly string _root = configuration["Uploads"] ?? Path.Combine(Path.GetTempPath(), "uploads");

    public FileStream Create(string name)
    {
        Directory.CreateDirectory(_root);
        return new FileStream(Path.Combine(_root, Path.GetFileName(name)), FileMode.Create, FileAccess.Write, FileShare.None, 4096, FileOptions.Asynchronous);
    }
}

public static class UploadEndpoint
{
    public static void MapUploads(this IEndpointRouteBuilder endpoints)
        => endpoints.MapPut("/files/{name}", async (string name, HttpRequest request, UploadStore store, CancellationToken ct) =>
        {
            await using var file = store.Create(name);
            var hash = await CopyAsync(request.BodyReader, file, ct);
            return Results.Ok(new { name, hash });
        });

    private static async Task<string> CopyAsync(PipeReader body, Stream target, CancellationToken ct)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        while (true)
        {
            // ends with the body
            var read = await body.ReadAsync(ct);
            foreach (var segment in read.Buffer)
            {
                sha.AppendData(segment.Span);
                await target.WriteAsync(segment, ct);
            }

            body.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
                break;
        }

        return Convert.ToHexStringLower(sha.GetHashAndReset());
    }
}

public static class Program
{
    public static void Main(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = 1L << 30);
        builder.Services.AddSingleton<UploadStore>();
        var app = builder.Build();
        app.MapUploads();
        app.Run();
    }
}
