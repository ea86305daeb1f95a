using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Crypto.Nonces;

/// <summary>Loops that look endless and are not.</summary>
public sealed class NoncePool
{
    private readonly ulong[] _ring = new ulong[4096];
    private readonly HashSet<ulong> _used = [];
    private readonly Lock _lock = new();
    private long _head;

    public ulong Next()
    {
        Span<byte> bytes = stackalloc byte[8];
        lock (_lock)
        {
            while (true)
            {
                RandomNumberGenerator.Fill(bytes);
                var candidate = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
                if (candidate == 0 || !_used.Add(candidate))
                    continue;

                var slot = _head++ % _ring.Length;
                _used.Remove(_ring[slot]);
                _ring[slot] = candidate;
                return candidate;
            }
        }
    }

    public static int Reduce(int value, int modulus)
    {
        for (;;)
        {
            if (value < modulus)
                return value;

            value -= modulus;
        }
    }
}

internal sealed class NonceMiddleware(NoncePool pool) : IMiddleware
{
    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var nonce = pool.Next().ToString("x16");
        context.Items["nonce"] = nonce;
        context.Response.OnStarting(static state =>
        {
            var (headers, value) = ((IHeaderDictionary, string))state;
            headers.ContentSecurityPolicy = $"script-src 'nonce-{value}'";
            return Task.CompletedTask;
        }, (context.Response.Headers, nonce));
        return next(context);
    }
}

public static class NonceExtensions
{
    public static IServiceCollection AddNonces(this IServiceCollection services)
        => services.AddSingleton<NoncePool>().AddSingleton<NonceMiddleware>();

    public static IApplicationBuilder UseNonces(this IApplicationBuilder app) => app.UseMiddleware<NonceMiddleware>();
}
