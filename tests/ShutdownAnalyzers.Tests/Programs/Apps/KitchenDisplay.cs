using System.Threading.Channels;
using Microsoft.AspNetCore.Mvc;

namespace Restaurant.Kitchen;

public sealed record Ticket(int Table, string Dish);

public sealed class Pass
{
    private readonly Channel<Ticket> _ready = Channel.CreateBounded<Ticket>(new BoundedChannelOptions(100) { FullMode = BoundedChannelFullMode.DropOldest });

    public bool Ring(Ticket ticket) => _ready.Writer.TryWrite(ticket);

    public async ValueTask<Ticket?> PickUpAsync(int table, CancellationToken cancellationToken) //! HAZARD pickup SHUT401
    {
        while (await _ready.Reader.WaitToReadAsync(cancellationToken)) //! HAZARD pickup SHUT401
        {
            if (!_ready.Reader.TryRead(out var ticket)) continue;
            if (ticket.Table == table) return ticket;
            _ready.Writer.TryWrite(ticket);
        }

        return null;
    }
}

public static class KitchenDisplay
{
    public static RouteGroupBuilder MapKitchen(this RouteGroupBuilder kitchen)
    {
        kitchen.MapPost("/ready", ([FromBody] Ticket ticket, [FromServices] Pass pass) => pass.Ring(ticket) ? Results.Accepted() : Results.Conflict());
        kitchen.MapGet("/tables/{table:int}/next", WaitForDish).WithName("next-dish"); //! HAZARD pickup SHUT401
        return kitchen;

        static async Task<IResult> WaitForDish(int table, [FromServices] Pass pass, HttpContext context) //! HAZARD pickup SHUT401
        {
            var ticket = await pass.PickUpAsync(table, context.RequestAborted); //! HAZARD pickup SHUT401
            return ticket is null ? Results.NoContent() : Results.Ok(ticket);
        }
    }
}
