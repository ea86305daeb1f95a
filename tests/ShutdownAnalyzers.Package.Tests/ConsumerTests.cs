using System.Text.Json;

namespace ShutdownAnalyzers.Package.Tests;

/// <summary>The package as its users meet it: in their build, their presets, their SARIF, their <c>dotnet format</c>.</summary>
public sealed class ConsumerTests(PackedProduct product)
{
    [Fact]
    public async Task Build_warns_with_links_to_the_pages_and_writes_sarif()
    {
        var consumer = product.NewConsumer();
        var build = (await consumer.BuildAsync("-p:ErrorLog=out.sarif%2Cversion=2.1")).Succeeded();

        Assert.Equal(Consumer.Expected, Consumer.Said(build, "warning"));
        Assert.All(Expected, id => Assert.Contains($"({Rules.Pages}{id}.md)", build.Output, StringComparison.Ordinal));

        using var sarif = JsonDocument.Parse(consumer.Read("out.sarif"));
        Assert.Equal("2.1.0", sarif.RootElement.GetProperty("version").GetString());
        var run = sarif.RootElement.GetProperty("runs").EnumerateArray().Single();
        Assert.Subset(run.GetProperty("results").EnumerateArray().Select(static it => it.GetProperty("ruleId").GetString()!).ToHashSet(), Expected.ToHashSet());

        var described = run.GetProperty("tool").GetProperty("driver").GetProperty("rules").EnumerateArray().ToDictionary(static it => it.GetProperty("id").GetString()!);
        Assert.All(Catalogue.Rules.Where(static rule => Expected.Contains(rule.Id)), rule =>
        {
            Assert.Equal(rule.Title.ToString(), described[rule.Id].GetProperty("shortDescription").GetProperty("text").GetString());
            Assert.Equal(rule.HelpLinkUri, described[rule.Id].GetProperty("helpUri").GetString());
            Assert.Equal(rule.Category, described[rule.Id].GetProperty("properties").GetProperty("category").GetString());
        });
    }

    [Fact]
    public async Task Strict_fails_the_build()
    {
        var build = (await product.NewConsumer().BuildAsync("-p:ShutdownAnalysisMode=strict")).Failed();
        Assert.Equal(Consumer.Expected, Consumer.Said(build, "error"));
    }

    [Fact]
    public async Task None_silences_every_rule()
    {
        var build = (await product.NewConsumer().BuildAsync("-p:ShutdownAnalysisMode=None", "-warnaserror")).Succeeded();
        Assert.Empty(Consumer.Said(build, "warning"));
    }

    [Fact]
    public async Task Editorconfig_of_the_user_beats_the_preset()
    {
        var consumer = product.NewConsumer();
        consumer.Write(".editorconfig", "root = true\n[*.cs]\n" + string.Concat(Expected.Skip(1).Select(static id => $"dotnet_diagnostic.{id}.severity = none\n"))
            + $"dotnet_diagnostic.{Expected[0]}.severity = warning\n");
        var build = (await consumer.BuildAsync("-p:ShutdownAnalysisMode=strict")).Succeeded();

        Assert.Equal(Consumer.Expected.Where(static it => it.EndsWith(Expected[0], StringComparison.Ordinal)), Consumer.Said(build, "warning"));
    }

    [Fact]
    public async Task Unknown_preset_is_told_apart_from_a_known_one()
    {
        var build = (await product.NewConsumer().BuildAsync("-p:ShutdownAnalysisMode=strickt")).Failed();
        Assert.Contains("ShutdownAnalysisMode is 'strickt'; it can be none, recommended, all or strict.", build.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Format_repairs_the_project_and_keeps_its_comments()
    {
        var consumer = product.NewConsumer();
        var comments = consumer.Comments.ToArray();
        (await consumer.FormatAsync()).Succeeded();

        Assert.NotEmpty(comments);
        Assert.Equal(comments, consumer.Comments);
        var build = (await consumer.BuildAsync()).Succeeded();
        Assert.Empty(Consumer.Said(build, "warning"));
    }

    private static IReadOnlyList<string> Expected { get; } = [.. Consumer.Expected.Select(static it => it.Split(' ')[1]).Distinct()];
}
