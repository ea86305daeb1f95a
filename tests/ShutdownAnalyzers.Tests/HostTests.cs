namespace ShutdownAnalyzers.Tests;

public sealed class HostTests
{
    [Fact]
    public void References_are_there() => Assert.NotEmpty(Host.References);
}
