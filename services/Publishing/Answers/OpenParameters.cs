namespace Utanforskap.Publishing.Answers;

/// <summary>Parameters of a handler whose names have parts of their own, e.g. <c>weight.SERIES.PART</c>; the handler checks what stands after the first dot.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class OpenParametersAttribute(params string[] forms) : Attribute
{
    /// <summary>How they look: what stands before the first dot is the name's beginning.</summary>
    public IReadOnlyList<string> Forms { get; } = forms;

    /// <summary>Whether a parameter is one of them.</summary>
    public bool Has(string parameter) => Forms.Any(form => parameter.StartsWith(form[..(form.IndexOf('.', StringComparison.Ordinal) + 1)], StringComparison.Ordinal));
}
