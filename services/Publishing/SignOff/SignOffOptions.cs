using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.Extensions.Options;

namespace Utanforskap.Publishing.SignOff;

/// <summary>Settings <c>SignOff:…</c>: which results wait before they are published. Without any, all are published at once.</summary>
public sealed class SignOffOptions
{
    public const string Section = "SignOff";

    /// <summary>
    /// Results wait for review if in any (division, period) a larger share of the areas than this, 0–1, gets another class. A baseline and the first period on a
    /// new division change no class.
    /// </summary>
    /// <value>The default is none: no share is too large.</value>
    [Range(0, 1, ErrorMessage = "The setting SignOff:Share is a share of the areas, 0 to 1.")]
    public double? Share { get; set; }

    /// <summary>Results wait for review if they come from a release that an operator accepted against the gates.</summary>
    /// <value>The default is false.</value>
    public bool GateWarnings { get; set; }

    /// <summary>Results by another version of a method's definition wait for review.</summary>
    /// <value>The default is false.</value>
    public bool MethodChanges { get; set; }

    /// <summary>A time of day in Stockholm, HH:mm: results wait until the next such time, and are then published by themselves if no other rule holds them.</summary>
    /// <value>The default is none: they do not wait.</value>
    [RegularExpression(TimeOfDay, ErrorMessage = "The setting SignOff:Embargo is a time of day, HH:mm, e.g. 08:00.")]
    public string Embargo { get; set; } = "";

    /// <summary>Other rules for a method, by its id: <c>SignOff:Methods:sei:Share</c>. What is not given there is as for all.</summary>
    public Dictionary<string, MethodSignOff> Methods { get; } = new(StringComparer.Ordinal);

    /// <summary>How often it is looked for results whose embargo has ended.</summary>
    /// <value>The default is 1 second.</value>
    [Range(typeof(TimeSpan), "00:00:00.050", "01:00:00", ErrorMessage = "The setting SignOff:Poll is from 50 ms to an hour.")]
    public TimeSpan Poll { get; set; } = TimeSpan.FromSeconds(1);

    internal const string TimeOfDay = "^(([01][0-9]|2[0-3]):[0-5][0-9])?$";

    /// <summary>The rules that hold for a method.</summary>
    internal SignOffRules For(string method)
    {
        var own = Methods.GetValueOrDefault(method);
        var embargo = own?.Embargo ?? Embargo;
        return new SignOffRules(
            own?.Share ?? Share,
            own?.GateWarnings ?? GateWarnings,
            own?.MethodChanges ?? MethodChanges,
            embargo.Length == 0 ? null : TimeOnly.ParseExact(embargo, "HH:mm", CultureInfo.InvariantCulture));
    }
}

/// <summary>A method's own rules; see <see cref="SignOffOptions"/>. An embargo of "" is none.</summary>
public sealed class MethodSignOff
{
    [Range(0, 1, ErrorMessage = "The setting Share is a share of the areas, 0 to 1.")]
    public double? Share { get; set; }

    public bool? GateWarnings { get; set; }

    public bool? MethodChanges { get; set; }

    [RegularExpression(SignOffOptions.TimeOfDay, ErrorMessage = "The setting Embargo is a time of day, HH:mm, e.g. 08:00.")]
    public string? Embargo { get; set; }
}

/// <summary>The rules of one method.</summary>
internal sealed record SignOffRules(double? Share, bool GateWarnings, bool MethodChanges, TimeOnly? Embargo);

/// <summary>Checks the methods' own rules as the common ones are checked.</summary>
internal sealed class SignOffSettingsCheck : IValidateOptions<SignOffOptions>
{
    public ValidateOptionsResult Validate(string? name, SignOffOptions options)
    {
        var wrong = new List<ValidationResult>();
        foreach (var (method, own) in options.Methods)
        {
            var found = new List<ValidationResult>();
            Validator.TryValidateObject(own, new ValidationContext(own), found, validateAllProperties: true);
            wrong.AddRange(found.Select(f => new ValidationResult($"SignOff:Methods:{method}: {f.ErrorMessage}")));
        }

        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong.Select(w => w.ErrorMessage!));
    }
}
