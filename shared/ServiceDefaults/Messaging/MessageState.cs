namespace Utanforskap.ServiceDefaults.Messaging;

/// <summary>Where a stored message stands.</summary>
internal enum MessageState
{
    /// <summary>To be sent or handled when it is due.</summary>
    Waiting = 0,

    /// <summary>Handled, or past in its order; kept for a while so that a repetition is known.</summary>
    Handled = 1,

    /// <summary>Failed too often; an operator retries or discards it.</summary>
    Dead = 2,

    /// <summary>An operator gave it up.</summary>
    Discarded = 3,
}
