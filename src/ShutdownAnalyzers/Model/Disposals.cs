namespace ShutdownAnalyzers.Model;

/// <summary>Whether it matters that a type is disposed before the process ends.</summary>
internal sealed class Disposals(KnownTypes types, Bodies bodies)
{
    private const int Deepest = 4;

    // Their Dispose frees memory, handles or timers that the end of the process frees as well: nothing is written, closed
    // or told to anyone.
    private readonly Lazy<ImmutableArray<INamedTypeSymbol>> silent = new(() => ImmutableArray.CreateRange(new[]
    {
        types["System.Net.Http.HttpMessageInvoker"], types["System.Net.Http.HttpMessageHandler"], types["System.Net.Http.HttpContent"],
        types["System.Net.Http.HttpRequestMessage"], types["System.Net.Http.HttpResponseMessage"],
        types["System.IO.MemoryStream"], types["System.IO.StringReader"], types["System.IO.StringWriter"],
        types["System.Threading.CancellationTokenSource"], types["System.Threading.CancellationTokenRegistration"],
        types["System.Threading.SemaphoreSlim"], types["System.Threading.WaitHandle"], types["System.Threading.ManualResetEventSlim"],
        types["System.Threading.ReaderWriterLockSlim"], types["System.Threading.CountdownEvent"], types["System.Threading.Barrier"],
        types["System.Threading.ThreadLocal`1"], types["System.Threading.Tasks.Task"], types["System.Threading.RateLimiting.RateLimiter"],
        types["System.Threading.RateLimiting.PartitionedRateLimiter`1"], types["System.Threading.PeriodicTimer"], types["System.Threading.Timer"],
        types["System.Text.Json.JsonDocument"], types["System.Buffers.MemoryPool`1"], types["System.Collections.Concurrent.BlockingCollection`1"],
        types["System.Security.Cryptography.HashAlgorithm"], types["System.Security.Cryptography.AsymmetricAlgorithm"],
        types["System.Security.Cryptography.SymmetricAlgorithm"], types["System.Security.Cryptography.RandomNumberGenerator"],
        types["System.Security.Cryptography.AesGcm"], types["System.Security.Cryptography.AesCcm"], types["System.Security.Cryptography.ChaCha20Poly1305"],
        types["System.Security.Cryptography.X509Certificates.X509Certificate"], types["System.Security.Cryptography.X509Certificates.X509Store"],
        types["System.Security.SecureString"], types["System.Runtime.InteropServices.SafeHandle"],
        types["System.Diagnostics.ActivitySource"], types["System.Diagnostics.Activity"], types["System.Diagnostics.DiagnosticListener"],
        types["System.Diagnostics.Metrics.Meter"], types["System.Diagnostics.Tracing.EventListener"], types["System.Diagnostics.Tracing.EventSource"],
        types["System.Data.DataTable"], types["System.Data.DataSet"], types["System.Resources.ResourceManager"],
        types["Microsoft.Extensions.Caching.Memory.MemoryCache"], types["Microsoft.Extensions.FileProviders.PhysicalFileProvider"],
        types["Microsoft.Extensions.Configuration.ConfigurationRoot"], types["Microsoft.Extensions.Configuration.ConfigurationManager"],
        types["Microsoft.Extensions.Configuration.ConfigurationProvider"], types["Microsoft.Extensions.Hosting.BackgroundService"],
        types["Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory"], types["Microsoft.Extensions.Logging.Abstractions.NullLoggerProvider"],
        types["Microsoft.Extensions.Logging.Debug.DebugLoggerProvider"],
    }.OfType<INamedTypeSymbol>()));

    /// <summary>The type is disposable, and disposing it does more than the end of the process does.</summary>
    public bool Matter(ITypeSymbol? type) => type is INamedTypeSymbol named && IsDisposable(named) && !IsSilent(named, 0);

    private bool IsDisposable(ITypeSymbol type) => type.DerivesFrom(types.Disposable) || type.DerivesFrom(types.AsyncDisposable);

    private bool IsSilent(INamedTypeSymbol type, int depth)
    {
        for (var it = type; it is not null; it = it.BaseType)
        {
            if (it.DeclaringSyntaxReferences.Length == 0)
            {
                return it.SpecialType == SpecialType.System_Object || silent.Value.Any(known => it.DerivesFrom(known));
            }

            if (it.TypeKind == TypeKind.Interface || !DisposersOf(it).All(method => IsSilent(method, depth)))
            {
                return false;
            }
        }

        return true;
    }

    private IEnumerable<IMethodSymbol> DisposersOf(INamedTypeSymbol type)
        => type.GetMembers().OfType<IMethodSymbol>().Where(it => it is { MethodKind: MethodKind.Ordinary or MethodKind.ExplicitInterfaceImplementation }
            && it.Name.Substring(it.Name.LastIndexOf('.') + 1) is "Dispose" or "DisposeAsync" or "DisposeAsyncCore");

    // Dispose() { Dispose(true); GC.SuppressFinalize(this); }  Dispose() => _gate.Dispose();  Dispose() { }
    private bool IsSilent(IMethodSymbol disposer, int depth)
        => depth < Deepest
        && bodies.Of(disposer) is { } body
        && body.OwnDescendantsAndSelf().All(it => it switch
        {
            IInvocationOperation call => IsSilent(call, depth),
            IEventAssignmentOperation or IAwaitOperation { Operation: not IInvocationOperation } => false,
            _ => true,
        });

    private bool IsSilent(IInvocationOperation call, int depth)
        => call.TargetMethod.ContainingType.IsA(types["System.GC"])
        || call.TargetMethod.ContainingType.IsA(types["System.ObjectDisposedException"])
        || call.TargetMethod.ReadsOrWritesAtomically(types)
        || call.TargetMethod.ContainingType.IsA(types.CancellationTokenSource)
        || (call.TargetMethod.IsRelease()
            && (call.Instance is IInstanceReferenceOperation || (call.Receiver()?.Type is INamedTypeSymbol released && IsDisposable(released) && IsSilent(released, depth + 1))));
}
