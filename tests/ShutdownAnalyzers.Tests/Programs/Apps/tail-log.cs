using System.Text;

namespace Ops.Logs;

public sealed class LogFolder(IConfiguration configuration)
{
    private readonly string _root = configuration["Logs:Root"] ?? "/var/log/app";

    public FileStream? Open(string name)
    {
        var path = Path.Combine(_root, Path.GetFileName(name));
        return File.Exists(path) ? new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite) : null;
    }
}

internal static class TailLog
{
    public static IEndpointConventionBuilder MapTail(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/logs/{name}/tail", (string name, LogFolder folder) => //! HAZARD tail SHUT401 SHUT402
        {
            var file = folder.Open(name);
            return file is null
                ? Results.NotFound()
                : Results.Extensions.Follow(file); //! HAZARD tail SHUT401 SHUT402
        });

    private static IResult Follow(this IResultExtensions _, FileStream file) => new FollowResult(file);

    private sealed class FollowResult(FileStream file) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext) //! HAZARD tail SHUT401 SHUT402
        {
            var response = httpContext.Response;
            response.ContentType = "text/plain; charset=utf-8";

            using var reader = new StreamReader(file, Encoding.UTF8);
            while (true) //! HAZARD tail SHUT401 SHUT402
            {
                if (await reader.ReadLineAsync(httpContext.RequestAborted) is { } line)
                {
                    await response.WriteAsync(line + "\n", httpContext.RequestAborted);
                    continue;
                }

                await response.Body.FlushAsync(httpContext.RequestAborted);
                await Task.Delay(300, httpContext.RequestAborted); //! HAZARD tail SHUT401 SHUT402
            }
        }
    }
}
