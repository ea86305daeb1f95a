using System.Collections.Concurrent;

namespace Payments.Idempotency;

internal sealed class IdempotencyFilter(TimeProvider clock) : IEndpointFilter
{
    private readonly ConcurrentDictionary<string, (Task<object?> Result, DateTimeOffset At)> _seen = new();

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var key = context.HttpContext.Request.Headers["Idempotency-Key"].ToString();
        if (key.Length == 0)
            return Results.BadRequest("Idempotency-Key is missing");

        Prune();
        var source = new TaskCompletionSource<object?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var (known, _) = _seen.GetOrAdd(key, (source.Task, clock.GetUtcNow()));
        if (known != source.Task)
            return known.IsCompletedSuccessfully ? known.Result : Results.Conflict();

        try
        {
            var result = await next(context);
            source.SetResult(result);
            return result;
        }
        catch
        {
            _seen.TryRemove(key, out _);
            source.SetCanceled();
            throw;
        }
    }

    private void Prune()
    {
        var oldest = clock.GetUtcNow().AddHours(-1);
        foreach (var (key, entry) in _seen)
        {
            if (entry.At < oldest)
                _seen.TryRemove(key, out _);
        }
    }
}

public static class PaymentEndpoints
{
    public static void MapPayments(this WebApplication app, TimeProvider clock)
        => app.MapPost("/payments", (decimal amount) => Results.Created($"/payments/{Guid.NewGuid():n}", amount))
            .AddEndpointFilter(new IdempotencyFilter(clock));
}

public static class Program
{
    public static void Main(string[] args)
    {
        var app = WebApplication.CreateBuilder(args).Build();
        app.MapPayments(TimeProvider.System);
        app.Run();
    }
}
