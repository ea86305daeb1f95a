using System.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Chat.Inbox;

public sealed record Mail(long Id, string From, string Text);

public interface IMailbox
{
    Task<IReadOnlyList<Mail>> AfterAsync(string user, long id, CancellationToken ct);
}

public static class InboxPolling
{
    private const int LongestWaitSeconds = 5;

    public static void MapInbox(this IEndpointRouteBuilder endpoints)
        => endpoints.MapGet("/inbox/{user}", PollAsync);

    private static async Task<Results<Ok<IReadOnlyList<Mail>>, NoContent>> PollAsync(string user, long after, int? wait, IMailbox mailbox, CancellationToken ct)
    {
        var limit = TimeSpan.FromSeconds(Math.Clamp(wait ?? 2, 0, LongestWaitSeconds));
        var started = Stopwatch.GetTimestamp();
        do
        {
            var mails = await mailbox.AfterAsync(user, after, ct);
            if (mails.Count > 0) return TypedResults.Ok(mails);

            await Task.Delay(TimeSpan.FromMilliseconds(250), ct);
        }
        while (Stopwatch.GetElapsedTime(started) < limit);

        return TypedResults.NoContent();
    }
}

public sealed class MemoryMailbox : IMailbox
{
    private readonly Lock _sync = new();
    private readonly Dictionary<string, List<Mail>> _mails = new();

    public void Put(string user, Mail mail)
    {
        lock (_sync)
        {
            if (!_mails.TryGetValue(user, out var box)) _mails[user] = box = [];
            box.Add(mail);
        }
    }

    public Task<IReadOnlyList<Mail>> AfterAsync(string user, long id, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        lock (_sync)
        {
            IReadOnlyList<Mail> found = _mails.TryGetValue(user, out var box) ? [.. box.Where(m => m.Id > id)] : [];
            return Task.FromResult(found);
        }
    }
}
