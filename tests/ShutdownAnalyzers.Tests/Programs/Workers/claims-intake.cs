namespace Insurance.Claims;

public interface IClaimQueue
{
    Task<Claim> DequeueAsync(CancellationToken cancellationToken);
}

public interface IClaimDesk
{
    Task<string> AssignAsync(Claim claim, CancellationToken cancellationToken);
}

public sealed record Claim(Guid Id, string Policy, decimal Amount);

internal readonly record struct Outcome<T>(bool Ok, T? Value, string? Error)
{
    public static implicit operator bool(Outcome<T> outcome) => outcome.Ok;
}

internal static class Outcome
{
    public static async Task<Outcome<T>> OfAsync<T>(Func<Task<T>> work) //! HAZARD swallow SHUT104
    {
        try
        {
            return new(true, await work(), null);
        }
        catch (Exception e) //! HAZARD swallow SHUT104
        {
            return new(false, default, e.Message);
        }
    }
}

public sealed class ClaimIntake(IClaimQueue queue, IClaimDesk desk, ILogger<ClaimIntake> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken) //! HAZARD swallow SHUT104
    {
        for (;;) //! HAZARD swallow SHUT104
        {
            var claim = await Outcome.OfAsync(() => queue.DequeueAsync(stoppingToken)); //! HAZARD swallow SHUT104
            if (!claim)
            {
                logger.LogWarning("Queue: {Error}", claim.Error);
                continue;
            }

            var clerk = await Outcome.OfAsync(() => desk.AssignAsync(claim.Value!, stoppingToken));
            logger.LogInformation("{Claim} goes to {Clerk}", claim.Value!.Id, clerk ? clerk.Value : "the pile");
        }
    }
}
