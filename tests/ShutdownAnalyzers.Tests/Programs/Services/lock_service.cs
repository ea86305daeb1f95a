namespace Accounts.Locks;

/// <summary>One lock for each account; short sections only.</summary>
public sealed class AccountLocks
{
    private readonly Dictionary<int, (SemaphoreSlim Gate, int Users)> _gates = [];

    public async ValueTask<IDisposable> EnterAsync(int account, CancellationToken cancellationToken)
    {
        SemaphoreSlim gate;
        lock (_gates)
        {
            var (existing, users) = _gates.GetValueOrDefault(account);
            gate = existing ?? new SemaphoreSlim(1, 1);
            _gates[account] = (gate, users + 1);
        }

        try
        {
            if (!await gate.WaitAsync(TimeSpan.FromSeconds(5), cancellationToken))
                throw new TimeoutException($"Account {account} is busy");
        }
        catch
        {
            Forget(account);
            throw;
        }

        return new Section(this, account, gate);
    }

    private void Forget(int account)
    {
        lock (_gates)
        {
            var (gate, users) = _gates[account];
            if (users > 1)
                _gates[account] = (gate, users - 1);
            else
                _gates.Remove(account);
        }
    }

    private sealed class Section(AccountLocks owner, int account, SemaphoreSlim gate) : IDisposable
    {
        private int _left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) != 0)
                return;

            gate.Release();
            owner.Forget(account);
        }
    }
}

public interface IAccounts
{
    Task<decimal> AddAsync(int account, decimal amount, CancellationToken ct);
}

public static class AccountEndpoints
{
    public static void MapAccounts(this WebApplication app)
        => app.MapPost("/accounts/{id:int}/deposit", async (int id, decimal amount, AccountLocks locks, IAccounts accounts, CancellationToken ct) =>
        {
            try
            {
                using var section = await locks.EnterAsync(id, ct);
                return Results.Ok(await accounts.AddAsync(id, amount, ct));
            }
            catch (TimeoutException)
            {
                return Results.Conflict();
            }
        });
}
