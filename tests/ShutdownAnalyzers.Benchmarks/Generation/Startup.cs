namespace ShutdownAnalyzers.Benchmarks.Generation;

/// <summary>The entry point of a service.</summary>
internal static class Startup
{
    public static string Program(string project, IReadOnlyCollection<Entity> entities) => $$"""
        {{string.Join("\n", entities.Select(static it => $"using {it.Namespace};"))}}

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddControllers();
        builder.Services.AddMetrics();
        builder.Services.AddSingleton(TimeProvider.System);
        {{string.Join("\n\n", entities.Select(static it => $$"""
        builder.Services.Configure<{{it.Name}}Options>(builder.Configuration.GetSection("{{it.Plural}}"));
        builder.Services.AddScoped<I{{it.Name}}Repository, {{it.Name}}SqlRepository>();
        builder.Services.AddSingleton<{{it.Name}}Cache>().AddSingleton<{{it.Name}}Validator>().AddSingleton<{{it.Name}}Notifier>().AddSingleton<{{it.Name}}Metrics>();
        builder.Services.AddSingleton<{{it.Name}}Queue>().AddSingleton<{{it.Name}}Lock>();
        builder.Services.AddScoped<{{it.Name}}Service>().AddScoped<{{it.Name}}Exporter>().AddScoped<{{it.Name}}Importer>();
        builder.Services.AddScoped<I{{it.Name}}Handler, {{it.Name}}AuditHandler>().AddScoped<I{{it.Name}}Handler, {{it.Name}}PricingHandler>();
        builder.Services.AddHttpClient<{{it.Name}}Client>(client => client.BaseAddress = new Uri("https://{{it.Route}}.internal"));
        builder.Services.AddHostedService<{{it.Name}}Worker>();
        """))}}

        var app = builder.Build();
        app.MapControllers();
        {{string.Join("\n", entities.Select(static it => $"app.Map{it.Plural}();"))}}
        app.MapGet("/", () => "{{project}}");
        await app.RunAsync();
        """;
}
