namespace Inventory.Shell;

internal sealed class Stock
{
    private readonly SortedDictionary<string, int> _items = new(StringComparer.OrdinalIgnoreCase);

    public void Add(string item, int count) => _items[item] = _items.GetValueOrDefault(item) + count;

    public IEnumerable<string> Lines() => _items.Select(p => $"{p.Key,-20}{p.Value,6}");
}

internal static class Program
{
    private static int Main()
    {
        var stock = new Stock();
        while (true)
        {
            var command = Ask("> ");
            if (command is null) return 0;

            switch (command.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                case ["add", var item, var text] when int.TryParse(text, out var count):
                    stock.Add(item, count);
                    break;
                case ["list"]:
                    foreach (var line in stock.Lines()) Console.WriteLine(line);
                    break;
                case ["wait"]:
                    Thread.Sleep(500);
                    break;
                case ["quit" or "exit"]:
                    return 0;
                default:
                    Console.WriteLine("add ITEM COUNT | list | quit");
                    break;
            }
        }
    }

    private static string? Ask(string prompt)
    {
        while (true)
        {
            Console.Write(prompt);
            switch (Console.ReadLine())
            {
                case null:
                    return null;
                case var line when !string.IsNullOrWhiteSpace(line):
                    return line.Trim();
            }
        }
    }
}
