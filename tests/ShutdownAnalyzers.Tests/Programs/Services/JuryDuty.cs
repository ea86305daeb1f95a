using Microsoft.AspNetCore.Mvc;

namespace Court.Jury;

public interface IVerdicts
{
    ValueTask<string?> TryGetAsync(int trial, CancellationToken ct);
}

[ApiController]
[Route("trials")]
public sealed class TrialsController(IVerdicts verdicts, TimeProvider clock) : ControllerBase
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    /// <summary>A short poll: eight seconds are well within the time that the host gives its requests.</summary>
    [HttpGet("{trial:int}/verdict")]
    public async Task<IActionResult> Verdict(int trial, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);

        while (!patience.IsCancellationRequested)
        {
            if (await verdicts.TryGetAsync(trial, cancellationToken) is { } verdict)
                return Ok(new { trial, verdict });

            await Task.Delay(TimeSpan.FromMilliseconds(400), clock, patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return NoContent();
    }

    [HttpGet("verdicts")]
    public async IAsyncEnumerable<string> All([FromQuery] int from, [FromQuery] int to,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var trial = from; trial <= Math.Min(to, from + 500); trial++)
            yield return await verdicts.TryGetAsync(trial, cancellationToken) ?? "pending";
    }

    [HttpPost("{trial:int}/minutes")]
    public async Task<IActionResult> Minutes(int trial, CancellationToken cancellationToken)
    {
        var buffer = new byte[8192];
        var total = 0L;
        while (true)
        {
            var read = await Request.Body.ReadAsync(buffer, cancellationToken);
            if (read == 0)
                return Accepted(new { trial, total });

            total += read;
        }
    }
}
