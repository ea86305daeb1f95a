using Microsoft.AspNetCore.Mvc;

namespace Library.Import;

public interface ICatalogue
{
    Task<IReadOnlyList<string>> PageAsync(int page, CancellationToken cancellationToken);
    Task AddAsync(string isbn, CancellationToken cancellationToken);
}

[ApiController]
[Route("catalogue")]
public sealed class ImportController(ICatalogue catalogue) : ControllerBase
{
    private static readonly SemaphoreSlim Slots = new(4);

    [HttpPost("import")]
    public async Task<IActionResult> Import(CancellationToken cancellationToken)
    {
        var count = 0;
        await Slots.WaitAsync(cancellationToken);
        try
        {
            using var reader = new StreamReader(Request.Body);
            while (true)
            {
                var line = await reader.ReadLineAsync(cancellationToken);
                if (line is null) break;
                if (line.Length == 0) continue;

                await catalogue.AddAsync(line, cancellationToken);
                count++;
            }
        }
        finally
        {
            Slots.Release();
        }

        return Ok(new { count });
    }

    [HttpGet("all")]
    public async IAsyncEnumerable<string> All()
    {
        var aborted = HttpContext.RequestAborted;
        for (var page = 0; ; page++)
        {
            var books = await catalogue.PageAsync(page, aborted);
            if (books.Count == 0) yield break;

            foreach (var book in books)
                yield return book;
        }
    }

    [HttpGet("unique/{prefix}")]
    public async Task<ActionResult<string>> Unique(string prefix, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var candidate = $"{prefix}-{Random.Shared.Next(10_000)}";
            var page = await catalogue.PageAsync(0, cancellationToken);
            if (!page.Contains(candidate)) return candidate;
            if (attempt == 5) return Conflict();

            await Task.Delay(attempt * 100, cancellationToken);
        }
    }
}
