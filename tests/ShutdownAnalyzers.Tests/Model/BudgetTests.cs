namespace ShutdownAnalyzers.Tests.Model;

/// <summary>Budget: how long may stopping take?</summary>
public sealed class BudgetTests
{
    [Theory]
    [InlineData("", "30 s budget")]
    [InlineData("builder.Services.Configure<HostOptions>(it => it.ShutdownTimeout = TimeSpan.FromSeconds(90));", "90 s budget")]
    [InlineData("builder.Services.Configure<HostOptions>(static options => { options.ShutdownTimeout = TimeSpan.FromMinutes(2); });", "120 s budget")]
    [InlineData("builder.Services.Configure<HostOptions>(it => it.ShutdownTimeout = TimeSpan.FromMilliseconds(1500));", "1.5 s budget")]
    [InlineData("var time = TimeSpan.FromSeconds(7); builder.Services.Configure<HostOptions>(it => it.ShutdownTimeout = time);", "7 s budget")]
    [InlineData("builder.Services.AddSingleton(new HostOptions { ShutdownTimeout = TimeSpan.FromSeconds(8) });", "8 s budget")]
    [InlineData("builder.WebHost.UseShutdownTimeout(TimeSpan.FromSeconds(9));", "9 s budget")]
    [InlineData("builder.WebHost.UseShutdownTimeout(TimeSpan.FromSeconds(9)); builder.Services.Configure<HostOptions>(it => it.ShutdownTimeout = TimeSpan.FromSeconds(10));", "10 s budget")]
    [InlineData("builder.Services.Configure<HostOptions>(it => it.ShutdownTimeout = TimeSpan.FromSeconds(int.Parse(args[0])));", "budget")]
    [InlineData("builder.Services.Configure<HostOptions>(it => it.ShutdownTimeout = Timeout.InfiniteTimeSpan);", "budget")]
    [InlineData("if (args.Length > 0) builder.Services.Configure<HostOptions>(it => it.ShutdownTimeout = TimeSpan.FromSeconds(1)); else builder.Services.Configure<HostOptions>(it => it.ShutdownTimeout = TimeSpan.FromSeconds(2));", "budget")]
    public void Is_read_from_the_code_else_the_default(string statement, string expected) => Assert.Equal(expected, Question.AboutAll(
        $$"""
        var builder = WebApplication.CreateBuilder(args);
        {{statement}}
        builder.Build().Run();
        """).Budget.Text);
}
