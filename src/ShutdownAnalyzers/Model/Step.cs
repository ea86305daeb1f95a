namespace ShutdownAnalyzers.Model;

/// <summary>One operation on the way that a function takes, in the function itself or in a helper that it calls.</summary>
/// <param name="Operation">The operation. Its operands, and for a call what the callee does, are the steps before it.</param>
/// <param name="Frame">What the parameters stand for there.</param>
/// <param name="Outer">The operation of the function in question that leads there: itself, or the call of the helper.</param>
/// <param name="IsDetached">Nobody on the way waits for it: it may run when the function has returned.</param>
/// <param name="First">The index of the first step that belongs to it: its operands, and what it calls.</param>
internal readonly record struct Step(IOperation Operation, Frame Frame, IOperation Outer, bool IsDetached, int First);
