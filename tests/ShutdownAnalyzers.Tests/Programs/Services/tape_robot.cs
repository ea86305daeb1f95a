using System.Collections.Concurrent;

namespace Backup.TapeRobot;

public interface ITapeArm
{
    void Move(int from, int to);
}

public sealed class TapeRobot
{
    private readonly BlockingCollection<(int From, int To)> _moves = new(64); //! HAZARD foreground SHUT101
    private readonly ITapeArm _arm;

    public TapeRobot(ITapeArm arm)
    {
        _arm = arm;
        Spawn("tape-arm", Work); //! HAZARD foreground SHUT509
    }

    public bool Move(int from, int to) => _moves.TryAdd((from, to));

    private static void Spawn(string name, ThreadStart body)
    {
        var thread = new Thread(body); //! HAZARD foreground SHUT509
        thread.Name = name;
        thread.Priority = ThreadPriority.BelowNormal;
        thread.Start(); //! HAZARD foreground SHUT509
    }

    private void Work() //! HAZARD foreground SHUT101
    {
        foreach (var (from, to) in _moves.GetConsumingEnumerable()) //! HAZARD foreground SHUT102 SHUT101
            _arm.Move(from, to);
    }
}

public static class TapeSetup
{
    public static void Main(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddSingleton<ITapeArm, LoggedArm>().AddSingleton<TapeRobot>();
        var app = builder.Build();
        app.MapPost("/moves/{from:int}/{to:int}", (int from, int to, TapeRobot robot)
            => robot.Move(from, to) ? Results.Accepted() : Results.StatusCode(StatusCodes.Status429TooManyRequests));
        app.Run();
    }

    private sealed class LoggedArm(ILogger<LoggedArm> logger) : ITapeArm
    {
        public void Move(int from, int to) => logger.LogInformation("{From} -> {To}", from, to);
    }
}
