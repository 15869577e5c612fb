using System.Reflection;
using System.Text.Json;
using Utanforskap.Statistics.Indices.Steps;

namespace Utanforskap.Statistics.Indices.Reading;

/// <summary>
/// The steps that a definition can name. A step's fields are its record's parameters in kebab-case, so that reader, writer, schema and log all follow from the
/// record alone; a field that has no default is needed.
/// </summary>
internal static class StepKinds
{
    /// <summary>All steps, by the name that definitions use.</summary>
    public static IReadOnlyDictionary<string, StepKind> All { get; } = new Type[]
    {
        typeof(Scale), typeof(Negate), typeof(Complement), typeof(Round), typeof(Clamp), typeof(InverseHyperbolicSine),
        typeof(Impute), typeof(Winsorise), typeof(Trim), typeof(Log), typeof(BoxCox),
        typeof(MinMax), typeof(Standardise), typeof(Goalposts), typeof(DistanceToTarget), typeof(Share),
        typeof(Rank), typeof(RankShare), typeof(CumulativeShare), typeof(NormalScore), typeof(Exponential), typeof(RankGroup),
        typeof(Limit), typeof(Classes),
    }.Select(type => new StepKind(type)).ToDictionary(kind => kind.Name, StringComparer.Ordinal);
}

/// <summary>One kind of step.</summary>
internal sealed class StepKind
{
    private readonly ConstructorInfo _constructor;

    public StepKind(Type type)
    {
        _constructor = type.GetConstructors().MaxBy(constructor => constructor.GetParameters().Length)!;
        Name = JsonNamingPolicy.KebabCaseLower.ConvertName(type.Name);
        Fields = [.. _constructor.GetParameters().Select(parameter => new StepField(parameter))];
    }

    public string Name { get; }

    public IReadOnlyList<StepField> Fields { get; }

    /// <summary>The step with these settings, one per field.</summary>
    public Step Create(object?[] settings) => (Step)_constructor.Invoke(settings);
}

/// <summary>One field of a step.</summary>
internal sealed class StepField(ParameterInfo parameter)
{
    public string Name { get; } = JsonNamingPolicy.KebabCaseLower.ConvertName(parameter.Name!);

    /// <summary>The record's property.</summary>
    public string Property { get; } = parameter.Name!;

    public bool IsRequired => !parameter.HasDefaultValue && Type != typeof(IReadOnlyList<double>);

    public object? Default => parameter.HasDefaultValue
        ? Type.IsEnum ? Enum.ToObject(Type, parameter.DefaultValue!) : parameter.DefaultValue
        : Type == typeof(IReadOnlyList<double>) ? Array.Empty<double>() : Type.IsValueType ? Activator.CreateInstance(Type) : null;

    /// <summary>double, int, bool, an enumeration, or a list of doubles.</summary>
    public Type Type { get; } = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
}
