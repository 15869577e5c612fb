using Utanforskap.Contracts;
using Utanforskap.Contracts.Messages;
using Utanforskap.Contracts.Reading;

namespace Utanforskap.Publishing.Tests.Rig;

/// <summary>Small made-up messages and results.</summary>
internal static class Made
{
    public static readonly DateTimeOffset Morning = new(2025, 1, 31, 7, 0, 0, TimeSpan.Zero);

    public static MethodInfo Method(string id, int version = 1) => new(
        id, version, $"Metod {id}", $"Method {id}", "", "", "", [.. Enumerable.Range(1, 5).Select(c => new ClassInfo(c, $"Typ {c}", $"Type {c}"))], []);

    /// <summary>A column of areas 0114R001, 0114R002 … with these classes; null: not classified.</summary>
    public static ClassificationColumn Column(string method, string division, string period, params int?[] classes) => new(
        method,
        1,
        0,
        division,
        period,
        [.. classes.Select((_, i) => $"0114R{i + 1:000}")],
        classes,
        [.. classes.Select(_ => (double?)null)],
        [.. classes.Select((_, i) => (double?)(1000 * (i + 1)))],
        [],
        [],
        []);

    /// <summary>Classification's completion of a release in which these columns of these methods changed.</summary>
    public static AreasClassified Classified(long release, params (string Method, string Division, string Period)[] columns) => new(
        release,
        Morning,
        Morning,
        Morning,
        [.. columns.GroupBy(c => c.Method).Select(g => new MethodOutcome(
            g.Key,
            1,
            Outcome.Published,
            null,
            ContentId.Of("run", g.Key, $"{release}"),
            [.. g.Select(c => new ClassifiedColumn(c.Division, c.Period, 0, 0, false))]))],
        []);

    /// <summary>The same by a version of the methods' definitions.</summary>
    public static AreasClassified InVersion(int version, AreasClassified message) =>
        message with { Methods = [.. message.Methods.Select(m => m with { Version = version })] };

    public static ReleaseIngested Ingested(long release, string register = "area-type", string table = "TAB6586") => new(
        release,
        ContentId.Of("release", table, $"{release}"),
        null,
        register,
        table,
        ContentId.Of("content", $"{release}"),
        Morning.AddDays(release),
        Morning,
        [new ChangedColumn("type", "RegSO2020", "2022", ChangeKind.NewPeriod, 3)]);
}
