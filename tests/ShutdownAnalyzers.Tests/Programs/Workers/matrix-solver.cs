using System.Threading.Channels;

namespace Math.Solvers;

public sealed record Problem(Guid Id, double[] Coefficients);

public interface ISolutions
{
    Task PutAsync(Guid id, double root, CancellationToken cancellationToken);
}

public sealed class Solver(ChannelReader<Problem> problems, ISolutions solutions) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var lanes = Enumerable.Range(0, 3).Select(lane => Task.Run(() => LaneAsync(lane, stoppingToken), stoppingToken));
        await Task.WhenAll(lanes);
    }

    private async Task LaneAsync(int lane, CancellationToken stop)
    {
        await foreach (var problem in problems.ReadAllAsync(stop))
        {
            stop.ThrowIfCancellationRequested();
            var root = await Task.Run(() => Bisect(problem.Coefficients, 1e-9), stop);
            await solutions.PutAsync(problem.Id, root, stop);
        }
    }

    private static double Bisect(double[] coefficients, double precision)
    {
        var (low, high) = (-1e6, 1e6);
        while (high - low > precision)
        {
            var middle = (low + high) / 2;
            if (double.Sign(Value(middle)) == double.Sign(Value(low))) low = middle;
            else high = middle;
        }

        return low;

        double Value(double x) => coefficients.Aggregate(0.0, (sum, c) => sum * x + c);
    }
}
