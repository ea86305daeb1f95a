namespace ShutdownAnalyzers.Benchmarks.Generation;

/// <summary>What the services answer.</summary>
internal static class Endpoints
{
    public static string Minimal(Entity it) => $$"""
        using Microsoft.AspNetCore.Http.HttpResults;
        using Microsoft.AspNetCore.Mvc;

        namespace {{it.Namespace}};

        public static class {{it.Name}}Endpoints
        {
            public static IEndpointRouteBuilder Map{{it.Plural}}(this IEndpointRouteBuilder routes)
            {
                var group = routes.MapGroup("/{{it.Route}}").WithTags("{{it.Plural}}");
                group.MapGet("/{id:guid}", GetAsync);
                group.MapPost("/", CreateAsync);
                group.MapDelete("/{id:guid}", async (Guid id, I{{it.Name}}Repository repository, CancellationToken cancellationToken) =>
                    await repository.DeleteAsync(id, cancellationToken) ? Results.NoContent() : Results.NotFound());
                group.MapPost("/{id:guid}/enqueue", async (Guid id, {{it.Name}}Queue queue, CancellationToken cancellationToken) =>
                {
                    await queue.EnqueueAsync(id, cancellationToken);
                    return Results.Accepted($"/{{it.Route}}/{id}");
                });
                {{(it.OneIn(3) ? "group.MapGet(\"/stream\", StreamAsync);" : "group.MapGet(\"/stream\", (I" + it.Name + "Repository repository, CancellationToken cancellationToken) => repository.StreamAsync(DateTimeOffset.UtcNow.AddHours(-1), cancellationToken));")}}
                return routes;
            }

            private static async Task<Results<Ok<{{it.Name}}Response>, NotFound>> GetAsync(Guid id, {{it.Name}}Service service, CancellationToken cancellationToken)
                => await service.GetAsync(id, cancellationToken) is { } found ? TypedResults.Ok(found.ToResponse()) : TypedResults.NotFound();

            private static async Task<IResult> CreateAsync([FromBody] Create{{it.Name}}Request request, {{it.Name}}Validator validator, I{{it.Name}}Repository repository, CancellationToken cancellationToken)
            {
                if (validator.Check(request) is { Count: > 0 } problems)
                {
                    return Results.BadRequest(problems);
                }

                var {{it.Camel}} = {{it.Name}}Mapper.ToEntity(request);
                await repository.AddAsync({{it.Camel}}, cancellationToken);
                return Results.Created($"/{{it.Route}}/{{{it.Camel}}.Id}", {{it.Camel}}.ToResponse());
            }

            private static async Task StreamAsync(HttpContext context, I{{it.Name}}Repository repository, IHostApplicationLifetime lifetime)
            {
                using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
                context.Response.ContentType = "text/event-stream";
                while (!{{it.Any("stop.IsCancellationRequested", "stop.IsCancellationRequested", "context.RequestAborted.IsCancellationRequested")}})
                {
                    foreach (var {{it.Camel}} in await repository.ListAsync(0, {{it.Number(5, 50)}}, stop.Token))
                    {
                        await context.Response.WriteAsync($"data: {{{it.Camel}}.Number}\n\n", stop.Token);
                    }

                    await context.Response.Body.FlushAsync(stop.Token);
                    await Task.Delay(TimeSpan.FromSeconds({{it.Number(1, 10)}}), stop.Token);
                }
            }
        }
        """;

    public static string Controller(Entity it) => $$"""
        using Microsoft.AspNetCore.Mvc;

        namespace {{it.Namespace}};

        [ApiController]
        [Route("api/{{it.Route}}")]
        public sealed class {{it.Name}}Controller : ControllerBase
        {
            private readonly I{{it.Name}}Repository repository;
            private readonly {{it.Name}}Importer importer;
            private readonly {{it.Name}}Options options;

            public {{it.Name}}Controller(I{{it.Name}}Repository repository, {{it.Name}}Importer importer, Microsoft.Extensions.Options.IOptionsSnapshot<{{it.Name}}Options> options)
            {
                this.repository = repository;
                this.importer = importer;
                this.options = options.Value;
            }

            [HttpGet]
            public async Task<ActionResult<IReadOnlyList<{{it.Name}}Response>>> List([FromQuery] int page, CancellationToken cancellationToken)
            {
                if (page < 0)
                {
                    return BadRequest("page is negative");
                }

                var all = await repository.ListAsync(page * options.BatchSize, options.BatchSize, cancellationToken);
                return Ok(all.ToResponses());
            }

            [HttpPut("{id:guid}")]
            public async Task<IActionResult> Update(Guid id, [FromBody] Create{{it.Name}}Request request, CancellationToken cancellationToken)
            {
                var {{it.Camel}} = await repository.FindAsync(id, cancellationToken);
                if ({{it.Camel}} is null)
                {
                    return NotFound();
                }

                {{it.Camel}}.Apply(request);
                return await repository.UpdateAsync({{it.Camel}}, cancellationToken) ? NoContent() : Conflict();
            }

            [HttpPost("import")]
            public async Task<IActionResult> Import(CancellationToken cancellationToken)
            {
                var (added, refused) = await importer.ImportAsync(options.Folder, cancellationToken);
                return refused == 0 ? Ok(added) : StatusCode(StatusCodes.Status207MultiStatus, new { added, refused });
            }

            [HttpGet("report")]
            public async Task<IActionResult> Report(CancellationToken cancellationToken)
            {
                var all = await repository.ListAsync(0, options.BatchSize, cancellationToken);
                var report = new {{it.Name}}Report(System.Globalization.CultureInfo.InvariantCulture);
                foreach (var {{it.Camel}} in all)
                {
                    report.Add({{it.Camel}});
                }

                return Content(report.AddTotals(all).Text, "text/plain");
            }
        }
        """;
}
