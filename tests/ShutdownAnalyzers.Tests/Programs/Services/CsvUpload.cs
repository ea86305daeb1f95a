using System.Globalization;
using System.IO.Pipelines;
using System.Text;

namespace Sales.Uploads;

public interface ISalesTable
{
    Task AppendAsync(string article, decimal amount, CancellationToken ct);
    Task<(IReadOnlyList<string> Rows, string? Next)> PageAsync(string? cursor, CancellationToken ct);
}

public static class CsvUpload
{
    public static void MapSales(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPost("/sales", Upload);
        endpoints.MapGet("/sales", Download);
    }

    private static async Task<IResult> Upload(HttpContext context, ISalesTable table)
    {
        var reader = context.Request.BodyReader;
        var rows = 0;
        while (true)
        {
            var read = await reader.ReadAsync(context.RequestAborted);
            var buffer = read.Buffer;
            while (TryCut(ref buffer, out var line))
            {
                var parts = line.Split(';');
                await table.AppendAsync(parts[0], decimal.Parse(parts[1], CultureInfo.InvariantCulture), context.RequestAborted);
                rows++;
            }

            reader.AdvanceTo(buffer.Start, buffer.End);
            if (read.IsCompleted) break;
        }

        return Results.Ok(new { rows });
    }

    private static async Task Download(HttpContext context, ISalesTable table)
    {
        context.Response.ContentType = "text/csv";
        string? cursor = null;
        do
        {
            var (rows, next) = await table.PageAsync(cursor, context.RequestAborted);
            foreach (var row in rows)
                await context.Response.WriteAsync(row + "\n", context.RequestAborted);
            cursor = next;
        }
        while (cursor is not null);
    }

    private static bool TryCut(ref System.Buffers.ReadOnlySequence<byte> buffer, out string line)
    {
        var position = System.Buffers.BuffersExtensions.PositionOf(buffer, (byte)'\n');
        if (position is not { } end)
        {
            line = "";
            return false;
        }

        line = Encoding.UTF8.GetString(buffer.Slice(0, end));
        buffer = buffer.Slice(buffer.GetPosition(1, end));
        return true;
    }
}
