namespace Utanforskap.ServiceDefaults.Messaging;

/// <summary>What a message needs comes with another one, which is not handled yet: it waits and is tried again without end.</summary>
public sealed class NotYetException(string message) : Exception(message);
