namespace Utanforskap.Publishing.Door;

/// <summary>Who asks, within one request; nobody in the handling of messages.</summary>
internal sealed class Viewer
{
    public Actor? Actor { get; set; }

    /// <summary>Whether what waits for sign-off, and what comes from it, may be seen.</summary>
    public bool SeesAll => Actor?.May(Role.Approver) == true;
}
