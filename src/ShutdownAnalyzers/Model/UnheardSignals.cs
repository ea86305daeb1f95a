namespace ShutdownAnalyzers.Model;

/// <summary>Answers "is there a stop signal that this wait should get?".</summary>
internal static class UnheardSignals
{
    /// <summary>The name of the signal; <see langword="null"/> where there is none, or where it has fired already or must not be used.</summary>
    public static string? NameAt(ShutdownModel model, IOperation wait)
    {
        var place = model.Places.Of(wait);
        if ((place & (Place.Stop | Place.Request | Place.Hub | Place.Start | Place.Container)) != 0 || model.StopPaths.IsCleanup(wait))
        {
            return null;
        }

        if (SignalInReach.At(model, wait) is { } signal)
        {
            // A library method with a token of its own: plain forwarding is what CA2016 is for, a loop is our affair.
            return signal.Signal.Has(Signal.Stop) || place != Place.None || IsInLoop(wait) ? signal.Name : null;
        }

        return place.HasFlag(Place.Worker) ? "stoppingToken" : null;
    }

    /// <summary>The operation runs again and again.</summary>
    public static bool IsInLoop(IOperation operation)
        => operation.Ancestors().TakeWhile(static it => it is not (IAnonymousFunctionOperation or ILocalFunctionOperation)).Any(static it => it is IWhileLoopOperation or IForLoopOperation { Condition: null });
}
