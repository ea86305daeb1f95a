using System.IO.MemoryMappedFiles;

var path = args.FirstOrDefault() ?? "geo.bin";

using var table = GeoTable.Open(path);
var clock = TimeProvider.System;

var builder = WebApplication.CreateSlimBuilder(args);
builder.Services.AddSingleton(table);
builder.Services.AddSingleton(clock);
builder.Services.AddSingleton(new GeoSettings(MaxBatch: 100));
builder.Services.AddSingleton<IVisitLog>(_ => new VisitLog(Path.ChangeExtension(path, ".log")));

var app = builder.Build();
app.MapGet("/geo/{cell:int}", (int cell, GeoTable geo, IVisitLog visits) =>
{
    visits.Add(cell);
    return geo.Find(cell) is { } country ? Results.Ok(new { cell, country }) : Results.NotFound();
});
app.MapPost("/geo", (int[] cells, GeoTable geo, GeoSettings settings)
    => cells.Length > settings.MaxBatch ? Results.BadRequest() : Results.Ok(cells.Select(geo.Find)));
app.Run();

internal sealed record GeoSettings(int MaxBatch);

internal interface IVisitLog
{
    void Add(int cell);
}

internal sealed class VisitLog(string path) : IVisitLog, IDisposable
{
    private readonly StreamWriter _writer = new(path, append: true);

    public void Add(int cell)
    {
        lock (_writer) _writer.WriteLine(cell);
    }

    public void Dispose()
    {
        lock (_writer) _writer.Dispose();
    }
}

internal sealed class GeoTable : IDisposable
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;

    private GeoTable(MemoryMappedFile file)
    {
        _file = file;
        _view = file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
    }

    public static GeoTable Open(string path) => new(MemoryMappedFile.CreateFromFile(path, FileMode.Open));

    public ushort? Find(int cell)
    {
        var offset = cell * 2L;
        return offset < 0 || offset + 2 > _view.Capacity ? null : _view.ReadUInt16(offset);
    }

    public void Dispose()
    {
        _view.Dispose();
        _file.Dispose();
    }
}
