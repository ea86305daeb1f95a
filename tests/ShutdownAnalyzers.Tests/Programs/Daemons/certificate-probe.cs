using System.Net.Security;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Probes;

internal static class Program
{
    private static int Main(string[] args)
    {
        using var quit = new CancellationTokenSource();
        HookSignals(quit);

        var log = LoggerFactory.Create(logging => logging.AddSimpleConsole(o => o.SingleLine = true)).CreateLogger("probe"); //! HAZARD logs SHUT603
        var probe = new CertificateProbe(args.Length > 0 ? args : ["example.org"], log, quit.Token);
        probe.Run();
        log.LogInformation("Probed {Rounds} rounds", probe.Rounds);
        return 0;
    }

    private static void HookSignals(CancellationTokenSource quit)
    {
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal); //! HAZARD collected SHUT506
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal); //! HAZARD collected SHUT506

        void OnSignal(PosixSignalContext context)
        {
            context.Cancel = true;
            quit.Cancel();
        }
    }
}

internal sealed class CertificateProbe
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(15);

    private readonly string[] _hosts;
    private readonly ILogger _log;
    private readonly CancellationToken _quit;

    public CertificateProbe(string[] hosts, ILogger log, CancellationToken quit)
    {
        _hosts = hosts;
        _log = log;
        _quit = quit;
    }

    public int Rounds { get; private set; }

    public void Run()
    {
        while (!_quit.IsCancellationRequested)
        {
            foreach (var host in _hosts)
            {
                if (_quit.IsCancellationRequested) return;
                Check(host);
            }

            Rounds++;
            Rest(); //! HAZARD sleep SHUT102
        }
    }

    private void Rest()
    {
        if (_hosts.Length > 0) Thread.Sleep(Pause); //! HAZARD sleep SHUT102
    }

    private void Check(string host)
    {
        try
        {
            using var client = new TcpClient { ReceiveTimeout = 3000, SendTimeout = 3000 };
            if (!client.ConnectAsync(host, 443).Wait(TimeSpan.FromSeconds(3)))
            {
                _log.LogWarning("{Host}: no answer", host);
                return;
            }

            using var tls = new SslStream(client.GetStream());
            tls.AuthenticateAsClient(host);
            var expires = DateTime.Parse(tls.RemoteCertificate!.GetExpirationDateString());
            _log.LogInformation("{Host}: {Days} days left", host, (int)(expires - DateTime.Now).TotalDays);
        }
        catch (Exception e) when (e is SocketException or IOException or AggregateException or System.Security.Authentication.AuthenticationException)
        {
            _log.LogError(e, "{Host}", host);
        }
    }
}
