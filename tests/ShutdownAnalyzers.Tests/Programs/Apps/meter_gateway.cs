using System.Net.Sockets;

namespace Meters.Gateway;

internal static class Endless
{
    public static async Task RepeatAsync(this Func<Task> step, TimeSpan pause) //! HAZARD repeat SHUT101
    {
        for (var round = 0L; ; round++) //! HAZARD repeat SHUT101
        {
            try
            {
                await step();
            }
            catch (SocketException ex)
            {
                Console.Error.WriteLine($"Round {round}: {ex.SocketErrorCode}");
            }

            await Task.Delay(pause); //! HAZARD repeat SHUT101 SHUT102
        }
    }
}

internal static class Program
{
    private static async Task Main(string[] args)
    {
        await using var journal = new StreamWriter("meters.journal", append: true);
        using var meter = new UdpClient(args[0], 3671);

        Func<Task> step = async () =>
        {
            await meter.SendAsync("R\n"u8.ToArray());
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(2));
            try
            {
                var reply = await meter.ReceiveAsync(limit.Token);
                await journal.WriteLineAsync(Convert.ToHexString(reply.Buffer));
            }
            catch (OperationCanceledException) when (limit.IsCancellationRequested)
            {
                await journal.WriteLineAsync("no reply");
            }
        };

        await step.RepeatAsync(TimeSpan.FromSeconds(30)); //! HAZARD repeat SHUT101
    }
}
