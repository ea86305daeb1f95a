namespace ShutdownAnalyzers.Benchmarks.Generation;

/// <summary>The words that entities and fields are named with.</summary>
internal static class Dictionary
{
    public static readonly string[] Qualifiers =
    [
        "Purchase", "Sales", "Credit", "Delivery", "Customer", "Supplier", "Warehouse", "Payment", "Monthly", "Partner", "Regional", "Draft", "Bulk", "Seasonal", "Archived", "Return",
    ];

    public static readonly string[] Nouns =
    [
        "Order", "Invoice", "Shipment", "Contract", "Account", "Ticket", "Quote", "Catalog", "Voucher", "Statement", "Claim", "Schedule", "Transfer", "Reservation", "Price", "Subscription",
    ];

    public static readonly Field[] Fields =
    [
        new("string", "Reference"), new("string", "Title"), new("string?", "Notes"), new("string", "Currency"), new("string", "Region"), new("string?", "ContactEmail"),
        new("string", "CreatedBy"), new("decimal", "Total"), new("decimal", "Discount"), new("decimal", "TaxRate"), new("int", "Quantity"), new("int", "Priority"),
        new("int", "Revision"), new("long", "ExternalNumber"), new("double", "Weight"), new("bool", "IsActive"), new("bool", "IsApproved"), new("DateTimeOffset", "CreatedAt"),
        new("DateTimeOffset", "UpdatedAt"), new("DateTimeOffset?", "ClosedAt"), new("Guid", "OwnerId"), new("Guid", "TenantId"), new("TimeSpan", "Duration"),
    ];
}
