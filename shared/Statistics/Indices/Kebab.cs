using System.Text.Json;

namespace Utanforskap.Statistics.Indices;

/// <summary>Names of enumerations' values as definitions write them.</summary>
internal static class KebabNames
{
    /// <summary>E.g. <c>geometric-mean</c>.</summary>
    public static string Kebab<TEnum>(this TEnum value)
        where TEnum : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());
}
