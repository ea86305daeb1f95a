namespace Warehouse.Scanning;

public interface IScanSink
{
    void Accept(string code);
}

public sealed class BarcodeReader : IHostedService
{
    private readonly IScanSink _sink;
    private readonly TextReader _input;
    private readonly Thread _thread; //! HAZARD reader SHUT509 SHUT205

    public BarcodeReader(IScanSink sink) : this(sink, Console.In)
    {
    }

    internal BarcodeReader(IScanSink sink, TextReader input)
    {
        _sink = sink;
        _input = input;
        _thread = new Thread(ReadCodes) { Name = "barcode-reader", Priority = ThreadPriority.AboveNormal }; //! HAZARD reader SHUT509 SHUT205
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _thread.Start(); //! HAZARD reader SHUT509 SHUT205
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void ReadCodes() //! HAZARD reader SHUT509
    {
        while (_input.ReadLine() is { } code) //! HAZARD reader SHUT509
        {
            if (code.Length is 8 or 13)
                _sink.Accept(code);
        }
    }
}
