using Microsoft.AspNetCore.Mvc;

namespace Media.Uploads;

public interface IVirusScanner
{
    Task<bool> IsCleanAsync(Stream content, CancellationToken ct);
}

public interface IBlobContainer
{
    Task<Uri> PutAsync(string name, Stream content, CancellationToken ct);
}

[ApiController]
[Route("uploads")]
public sealed class UploadController(IVirusScanner scanner, IBlobContainer blobs, IHostApplicationLifetime lifetime, ILogger<UploadController> logger) : ControllerBase
{
    private static readonly HashSet<string> Allowed = new(StringComparer.OrdinalIgnoreCase) { ".png", ".jpg", ".pdf" };

    [HttpPost]
    [RequestSizeLimit(64 * 1024 * 1024)]
    public async Task<IActionResult> Upload(IFormFile file)
    {
        if (!Allowed.Contains(Path.GetExtension(file.FileName)))
            return StatusCode(StatusCodes.Status415UnsupportedMediaType);

        await using var content = file.OpenReadStream();
        try
        {
            if (!await scanner.IsCleanAsync(content, ScanToken())) //! HAZARD link SHUT304
                return UnprocessableEntity(new { file.FileName, Reason = "infected" });
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            Response.Headers.RetryAfter = "5";
            return StatusCode(StatusCodes.Status503ServiceUnavailable);
        }

        content.Position = 0;
        var uri = await blobs.PutAsync(Path.GetRandomFileName(), content, HttpContext.RequestAborted);
        logger.LogInformation("{File} stored as {Uri}", file.FileName, uri);
        return Created(uri, null);
    }

    private CancellationToken ScanToken() //! HAZARD link SHUT304
        => CancellationTokenSource.CreateLinkedTokenSource(HttpContext.RequestAborted, lifetime.ApplicationStopping).Token; //! HAZARD link SHUT304
}

public interface IAuditTrail
{
    Task WriteAsync(IReadOnlyCollection<string> lines, CancellationToken ct);
}

public sealed class UploadAudit(IAuditTrail trail) : IHostedService, IDisposable
{
    private readonly System.Collections.Concurrent.ConcurrentQueue<string> _lines = new();
    private readonly CancellationTokenSource _stop = new();
    private Task _loop = Task.CompletedTask;

    public void Add(string line) => _lines.Enqueue(line);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _loop = LoopAsync();
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        await _loop.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        try
        {
            await WriteAsync(_stop.Token); //! HAZARD rest SHUT108
        }
        catch (OperationCanceledException)
        {
            // nothing more can be done
        }
    }

    public void Dispose() => _stop.Dispose();

    private async Task LoopAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            await WriteAsync(CancellationToken.None);
            await Task.Delay(TimeSpan.FromSeconds(5), _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task WriteAsync(CancellationToken ct)
    {
        var lines = new List<string>();
        while (_lines.TryDequeue(out var line)) lines.Add(line);
        if (lines.Count > 0) await trail.WriteAsync(lines, ct); //! HAZARD rest SHUT108
    }
}
