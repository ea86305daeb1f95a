using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Todo.Api;

public sealed record Todo(int Id, string Title, bool Done);

public sealed record NewTodo(string Title);

public sealed class TodoStore
{
    private readonly ConcurrentDictionary<int, Todo> _todos = new();
    private int _lastId;

    public IEnumerable<Todo> All => _todos.Values.OrderBy(t => t.Id);

    public Todo Add(string title)
    {
        var todo = new Todo(Interlocked.Increment(ref _lastId), title, false);
        _todos[todo.Id] = todo;
        return todo;
    }

    public Todo? Complete(int id)
    {
        // optimistic: try again while another request changes the same entry
        while (_todos.TryGetValue(id, out var current))
        {
            var done = current with { Done = true };
            if (_todos.TryUpdate(id, done, current))
                return done;
        }

        return null;
    }

    public bool Remove(int id) => _todos.TryRemove(id, out _);
}

public static class Program
{
    public static async Task Main(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        builder.Services.AddSingleton<TodoStore>();
        builder.Services.AddProblemDetails();
        builder.Services.AddHealthChecks();
        builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromSeconds(20));

        await using var app = builder.Build();
        app.UseExceptionHandler();
        app.MapHealthChecks("/healthz");

        var todos = app.MapGroup("/todos");
        todos.MapGet("/", (TodoStore store) => store.All);
        todos.MapPost("/", Create);
        todos.MapPost("/{id:int}/done", Complete);
        todos.MapDelete("/{id:int}", (int id, TodoStore store) => store.Remove(id) ? Results.NoContent() : Results.NotFound());
        await app.RunAsync();
    }

    private static Created<Todo> Create(NewTodo todo, TodoStore store)
    {
        var created = store.Add(todo.Title);
        return TypedResults.Created($"/todos/{created.Id}", created);
    }

    private static Results<Ok<Todo>, NotFound> Complete(int id, TodoStore store)
        => store.Complete(id) is { } todo ? TypedResults.Ok(todo) : TypedResults.NotFound();
}
