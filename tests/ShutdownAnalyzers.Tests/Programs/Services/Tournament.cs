using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Games.Tournament;

public sealed record Match(int Id, string Home, string Guest, int? Winner);

public interface IMatchBoard
{
    Match? Get(int id);
    ValueTask WaitForNewsAsync(int id, TimeSpan atMost, CancellationToken ct);
}

public class LiveModel(IMatchBoard board, ILogger<LiveModel> logger) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public int Id { get; set; }

    public Match? Match { get; private set; }

    public IActionResult OnGet()
    {
        Match = board.Get(Id);
        return Match is null ? NotFound() : Page();
    }

    public async Task<IActionResult> OnGetWinnerAsync(CancellationToken cancellationToken) //! HAZARD winner SHUT401
    {
        logger.LogDebug("Waiting for the winner of {Id}", Id);
        try
        {
            Match = await DecidedAsync(cancellationToken); //! HAZARD winner SHUT401
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return new EmptyResult();
        }

        return Match is null ? NotFound() : new JsonResult(Match);
    }

    public IActionResult OnPostRefresh() => RedirectToPage(new { Id });

    private async Task<Match?> DecidedAsync(CancellationToken aborted) //! HAZARD winner SHUT401
    {
        while (true) //! HAZARD winner SHUT401
        {
            var match = board.Get(Id);
            if (match is null or { Winner: not null }) return match;
            await board.WaitForNewsAsync(Id, TimeSpan.FromSeconds(30), aborted); //! HAZARD winner SHUT401
        }
    }
}

public static class TournamentModule
{
    public static IServiceCollection AddTournament<TBoard>(this IServiceCollection services) where TBoard : class, IMatchBoard
    {
        services.AddSingleton<IMatchBoard, TBoard>();
        services.AddRazorPages();
        return services;
    }
}
