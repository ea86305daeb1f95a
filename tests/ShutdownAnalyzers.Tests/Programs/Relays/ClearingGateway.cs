using System.Net;
using System.Threading.Channels;

namespace Bank.Clearing;

public readonly record struct ClearingMessage(string Reference, string Body);

public interface IMessageParser
{
    ClearingMessage Parse(string xml);
}

public interface IJournalFile
{
    Task AppendAsync(ClearingMessage message, CancellationToken cancellationToken);
}

public sealed class ClearingInbox
{
    private readonly Channel<ClearingMessage> _messages = Channel.CreateBounded<ClearingMessage>(256);

    public ValueTask PostAsync(ClearingMessage message, CancellationToken cancellationToken) => _messages.Writer.WriteAsync(message, cancellationToken);

    public IAsyncEnumerable<ClearingMessage> TakeAsync() => _messages.Reader.ReadAllAsync();

    public void Close() => _messages.Writer.TryComplete();
}

internal sealed class ClearingListener(ClearingInbox inbox, IMessageParser parser, IConfiguration configuration, ILogger<ClearingListener> logger)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var listener = new HttpListener();
        listener.Prefixes.Add(configuration["Clearing:Prefix"] ?? "http://localhost:7801/in/");
        listener.Start();

        while (!stoppingToken.IsCancellationRequested) //! HAZARD listen SHUT103
        {
            var context = await NextAsync(listener); //! HAZARD listen SHUT103
            context.Response.StatusCode = 503;
            try
            {
                context.Response.StatusCode = await TakeInAsync(context.Request, stoppingToken);
            }
            catch (Exception ex) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogError(ex, "Message from {Peer} refused", context.Request.RemoteEndPoint);
                context.Response.StatusCode = 400;
            }
            finally
            {
                context.Response.Close();
            }
        }
    }

    private static Task<HttpListenerContext> NextAsync(HttpListener listener) => listener.GetContextAsync(); //! HAZARD listen SHUT103

    private async Task<int> TakeInAsync(HttpListenerRequest request, CancellationToken cancellationToken)
    {
        if (request.HttpMethod != "POST")
            return 405;

        using var reader = new StreamReader(request.InputStream, request.ContentEncoding);
        var message = parser.Parse(await reader.ReadToEndAsync(cancellationToken));
        await inbox.PostAsync(message, cancellationToken);
        logger.LogInformation("Took in {Reference}", message.Reference);
        return 202;
    }
}

internal sealed class ClearingJournal : IHostedService
{
    private readonly ClearingInbox _inbox;
    private readonly IJournalFile _file;
    private readonly ILogger<ClearingJournal> _logger;
    private Task _writing = Task.CompletedTask;

    public ClearingJournal(ClearingInbox inbox, IJournalFile file, ILogger<ClearingJournal> logger)
    {
        _inbox = inbox;
        _file = file;
        _logger = logger;
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _writing = Task.Run(WriteAllAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken) //! HAZARD journal SHUT211
    {
        _inbox.Close();
        await _writing.WaitAsync(cancellationToken); //! HAZARD journal SHUT211
        _logger.LogInformation("Clearing journal closed");
    }

    private async Task WriteAllAsync()
    {
        await foreach (var message in _inbox.TakeAsync())
        {
            try
            {
                await _file.AppendAsync(message, CancellationToken.None);
            }
            catch (IOException ex)
            {
                _logger.LogCritical(ex, "{Reference} is not in the journal", message.Reference);
            }
        }
    }
}

public static class ClearingRegistration
{
    public static IHostApplicationBuilder AddClearing(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ClearingInbox>();
        builder.Services.AddHostedService<ClearingJournal>();
        builder.Services.AddHostedService<ClearingListener>();
        return builder;
    }
}
