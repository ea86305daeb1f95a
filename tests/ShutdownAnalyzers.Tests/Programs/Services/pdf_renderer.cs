using System.ComponentModel;
using System.Diagnostics;

namespace Documents.Pdf;

public sealed class PdfRenderer(ILogger<PdfRenderer> logger)
{
    public async Task<bool> RenderAsync(string html, string pdf, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(20));

        using var process = new Process
        {
            StartInfo = new ProcessStartInfo("wkhtmltopdf") { ArgumentList = { "--quiet", html, pdf } }
        };
        process.Start();
        try
        {
            await process.WaitForExitAsync(limit.Token);
            return process.ExitCode == 0;
        }
        catch (OperationCanceledException)
        {
            Kill(process);
            if (cancellationToken.IsCancellationRequested)
                throw;

            logger.LogWarning("{Html} took too long", html);
            return false;
        }
    }

    private void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception ex) when (ex is InvalidOperationException or Win32Exception)
        {
            logger.LogDebug(ex, "The renderer ended by itself");
        }
    }
}

public sealed record RenderRequest(string Html, string Pdf);

public static class PdfEndpoints
{
    public static RouteGroupBuilder MapPdf(this RouteGroupBuilder group)
    {
        group.MapPost("/render", async (RenderRequest request, PdfRenderer renderer, CancellationToken ct)
            => await renderer.RenderAsync(request.Html, request.Pdf, ct) ? Results.NoContent() : Results.UnprocessableEntity());
        return group;
    }
}
