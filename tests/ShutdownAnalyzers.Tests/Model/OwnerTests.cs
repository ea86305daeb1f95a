using ShutdownAnalyzers.Model;

namespace ShutdownAnalyzers.Tests.Model;

/// <summary>Owner: who releases this?</summary>
public sealed class OwnerTests
{
    [Theory]
    [InlineData("using var it = [|Open()|]; it.ReadByte();", "Released")]
    [InlineData("using (var it = [|Open()|]) { it.ReadByte(); }", "Released")]
    [InlineData("await using var it = [|Open()|];", "Released")]
    [InlineData("var it = [|Open()|]; try { it.ReadByte(); } finally { it.Dispose(); }", "Released")]
    [InlineData("var it = [|Open()|]; it.Close();", "Released")]
    [InlineData("field = [|Open()|];", "Released")]
    [InlineData("var it = [|Open()|]; kept.Add(it);", "Nobody")]
    [InlineData("var it = [|Open()|]; released.Add(it);", "Released")]
    [InlineData("new StreamReader([|Open()|]).ReadLine();", "Nobody")]
    [InlineData("using var reader = new StreamReader([|Open()|]);", "Released")]
    [InlineData("kept.Add(new BufferedStream([|Open()|]));", "Nobody")]
    [InlineData("var it = [|Open()|]; it.ReadByte();", "Nobody")]
    [InlineData("[|Open()|];", "Nobody")]
    [InlineData("leaked = [|Open()|]; leaked.ReadByte();", "Nobody")]
    [InlineData("await [|OpenAsync()|];", "Nobody")]
    [InlineData("await using var it = await [|OpenAsync()|];", "Released")]
    [InlineData("var it = Make(); it.ReadByte(); Stream Make() => [|Open()|];", "Nobody")]
    [InlineData("using var it = Make(); Stream Make() => [|Open()|];", "Released")]
    [InlineData("var old = Interlocked.Exchange(ref field, [|Open()|]); old?.Dispose();", "Released")]
    public void Of_a_stream(string statements, string expected) => Assert.Equal(expected, FateOf(
        $$"""
        class Service : IDisposable
        {
            private readonly List<Stream> kept = [], released = [];
            private Stream? field, leaked;

            async Task RunAsync() { await Task.Yield(); {{statements}} }

            public void Dispose() { field?.Dispose(); released.ForEach(it => it.Dispose()); }

            static Stream Open() => File.OpenRead("a");
            static Task<Stream> OpenAsync() => Task.FromResult(Open());
            void Read() => leaked?.ReadByte();
        }
        """));

    [Theory]
    [InlineData("services.AddSingleton([|new Journal()|]);", "OnlyContainer")]
    [InlineData("services.AddSingleton<IDisposable>([|new Journal()|]);", "OnlyContainer")]
    [InlineData("services.AddSingleton(_ => [|new Journal()|]);", "HandedOver")]
    [InlineData("var journal = [|new Journal()|]; services.AddSingleton(journal); journal.Dispose();", "Released")]
    public void Of_an_instance_in_the_container(string statement, string expected) => Assert.Equal(expected, FateOf(
        $$"""
        class Journal : IDisposable { public void Dispose() { } }
        static class Startup { public static void Add(IServiceCollection services) { {{statement}} } }
        """));

    private static string FateOf(string source)
    {
        var question = Question.About(source);
        return question.Model.Owner.Of(question.Marked).Fate.ToString();
    }
}
