using System.Net;
using System.Text;

namespace Ceramics.Kiln;

/// <summary>Old kilns push their firing curve by plain HTTP; a modern server will not accept their headers.</summary>
internal sealed class KilnGateway : BackgroundService
{
    private readonly HttpListener _listener = new(); //! HAZARD accept SHUT704
    private readonly FiringLog _log;
    private readonly ILogger<KilnGateway> _logger;

    public KilnGateway(FiringLog log, ILogger<KilnGateway> logger)
    {
        _log = log;
        _logger = logger;
        _listener.Prefixes.Add("http://+:8099/");
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _listener.Start();
        while (!stoppingToken.IsCancellationRequested)
        {
            var context = await NextAsync();
            using var reader = new StreamReader(context.Request.InputStream);
            var line = await reader.ReadToEndAsync(stoppingToken);
            _log.Append(line);
            _logger.LogDebug("Kiln {Remote} sent {Length} chars", context.Request.RemoteEndPoint, line.Length);
            context.Response.StatusCode = 204;
            context.Response.Close();
        }
    }

    private Task<HttpListenerContext> NextAsync() => _listener.GetContextAsync(); //! HAZARD accept SHUT103
}

internal sealed class FiringLog
{
    private readonly Lock _gate = new();
    private StringBuilder _pending = new();

    public void Append(string line)
    {
        lock (_gate) _pending.AppendLine(line);
    }

    public string Take()
    {
        lock (_gate)
        {
            var text = _pending.ToString();
            _pending = new StringBuilder();
            return text;
        }
    }
}

internal sealed class FiringLogWriter(FiringLog log, IHostEnvironment environment) : BackgroundService
{
    private string Target => Path.Combine(environment.ContentRootPath, "firings.log");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(30));
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await WriteOutAsync(stoppingToken);
        }
        finally
        {
            await WriteOutAsync(stoppingToken); //! HAZARD last SHUT108
        }
    }

    private async Task WriteOutAsync(CancellationToken cancellationToken)
    {
        var text = log.Take();
        if (text.Length > 0)
            await File.AppendAllTextAsync(Target, text, cancellationToken);
    }
}

internal sealed class OperatorConsole(FiringLog log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var command = await Console.In.ReadLineAsync(stoppingToken); //! HAZARD console SHUT103
            if (command is null)
                return;
            log.Append($"# operator: {command}");
        }
    }
}

public static class KilnHosting
{
    public static IHostApplicationBuilder AddKiln(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<FiringLog>();
        builder.Services.AddHostedService<FiringLogWriter>();
        builder.Services.AddHostedService<KilnGateway>();
        if (Environment.UserInteractive)
            builder.Services.AddHostedService<OperatorConsole>();
        return builder;
    }
}
