using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ShutdownAnalyzers.Tests;

/// <summary>The references of a project on an older Microsoft.Extensions.Hosting: in place of the one assembly whose version rules ask for stands another of its name.</summary>
internal static class OldHost
{
    private const string Assembly = "Microsoft.Extensions.Hosting.Abstractions";

    private const string Source =
        """
        using System;
        using System.Threading;
        using System.Threading.Tasks;

        [assembly: System.Reflection.AssemblyVersion("9.0.0.0")]

        namespace Microsoft.Extensions.Hosting
        {
            public interface IHostedService
            {
                Task StartAsync(CancellationToken cancellationToken);
                Task StopAsync(CancellationToken cancellationToken);
            }

            public abstract class BackgroundService : IHostedService, IDisposable
            {
                public virtual Task? ExecuteTask => null;
                protected abstract Task ExecuteAsync(CancellationToken stoppingToken);
                public virtual Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
                public virtual Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
                public virtual void Dispose() { }
            }
        }
        """;

    public static readonly ImmutableArray<MetadataReference> References = WithOldAbstractions();

    private static ImmutableArray<MetadataReference> WithOldAbstractions()
    {
        var others = Host.References.Where(static it => Path.GetFileNameWithoutExtension(it.Display) != Assembly).ToImmutableArray();
        using var image = new MemoryStream();
        var emitted = CSharpCompilation.Create(Assembly, [CSharpSyntaxTree.ParseText(Source)], others, Code.Options).Emit(image);
        Expect.Nothing(emitted.Diagnostics.Where(static it => it.Severity == DiagnosticSeverity.Error).Select(static it => it.ToString()));
        image.Position = 0;
        return others.Add(MetadataReference.CreateFromStream(image));
    }
}
