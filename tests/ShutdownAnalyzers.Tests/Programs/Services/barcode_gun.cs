using System.IO.Ports;
using System.Text;

namespace Store.Checkout;

public sealed record Scan(string Code, DateTimeOffset At);

public interface IBasket
{
    Task AddAsync(Scan scan);
    Task RejectAsync(string code, string reason);
}

internal static class Ean
{
    public static bool IsValid(ReadOnlySpan<char> code)
    {
        if (code.Length != 13) return false;
        var sum = 0;
        for (var i = 0; i < 13; i++)
        {
            if (!char.IsAsciiDigit(code[i])) return false;
            sum += (code[i] - '0') * (i % 2 == 0 ? 1 : 3);
        }

        return sum % 10 == 0;
    }
}

public sealed class BarcodeGun : BackgroundService
{
    private readonly IBasket _basket;
    private readonly string _portName;
    private readonly ILogger<BarcodeGun> _logger;

    public BarcodeGun(IBasket basket, IConfiguration configuration, ILogger<BarcodeGun> logger)
    {
        _basket = basket;
        _portName = configuration["Gun:Port"] ?? "COM3";
        _logger = logger;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        using var port = new SerialPort(_portName, 9600, Parity.None, 8, StopBits.One) { NewLine = "\r", Encoding = Encoding.ASCII };
        port.Open();
        _logger.LogInformation("Gun on {Port}", _portName);

        while (!stoppingToken.IsCancellationRequested)
        {
            var code = NextCode(port); //! HAZARD gun SHUT103
            if (Ean.IsValid(code))
                await _basket.AddAsync(new Scan(code, DateTimeOffset.UtcNow));
            else
                await _basket.RejectAsync(code, "checksum");
        }
    }

    private static string NextCode(SerialPort port)
    {
        string line;
        do
        {
            line = port.ReadLine().Trim(); //! HAZARD gun SHUT103
        }
        while (line.Length == 0);
        return line;
    }
}

public static class CheckoutModule
{
    public static IServiceCollection AddCheckout<TBasket>(this IServiceCollection services) where TBasket : class, IBasket
        => services.AddSingleton<IBasket, TBasket>().AddHostedService<BarcodeGun>();
}
