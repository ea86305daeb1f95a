namespace Pub.Quiz;

public interface IQuizScreen
{
    void Show(string text);
}

internal sealed class QuizMaster(IQuizScreen screen, IHostApplicationLifetime lifetime) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var number = 0;
        while (await ReadQuestionAsync(stoppingToken) is { } question)
            screen.Show($"{++number}. {question}");

        if (!stoppingToken.IsCancellationRequested)
            lifetime.StopApplication();
    }

    // The console read cannot be cancelled, so it is abandoned: the process ends anyway.
    private static async Task<string?> ReadQuestionAsync(CancellationToken stop)
    {
        try
        {
            return await Task.Run(Console.ReadLine, CancellationToken.None).WaitAsync(stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return null;
        }
    }
}

internal static class Program
{
    public static async Task Main(string[] args)
    {
        var builder = Host.CreateApplicationBuilder(args);
        builder.Services.AddSingleton<IQuizScreen, ConsoleScreen>();
        builder.Services.AddHostedService<QuizMaster>();
        await builder.Build().RunAsync();
    }
}

internal sealed class ConsoleScreen : IQuizScreen
{
    public void Show(string text) => Console.WriteLine(text);
}
