namespace Utanforskap.Simulator.Country;

/// <summary>
/// When which table is released, with which reference years. The first release of a table brings the years up to 2021 at once; later ones one
/// year each, with the lags of real statistics, so that the tables never share a latest year.
/// </summary>
internal static class Calendar
{
    private const int FirstYearsUntil = 2021;

    /// <summary>The borders of the new division are published, after its first figures.</summary>
    public static DateTimeOffset NewBorders { get; } = Morning(2024, 3, 1);

    /// <summary>A few areas' dwellings move to another tenure.</summary>
    public static DateTimeOffset TenureReclassified { get; } = Morning(2022, 10, 4);

    /// <summary>A year of labour figures is revised in all the country.</summary>
    public static DateTimeOffset LabourRevised { get; } = Morning(2023, 6, 8);

    /// <summary>Offences are published wrong …</summary>
    public static DateTimeOffset OffencesByMistake { get; } = Morning(2023, 6, 14);

    /// <summary>… and the version before is put back.</summary>
    public static DateTimeOffset OffencesTakenBack { get; } = Morning(2023, 6, 21);

    /// <summary>The error of one municipality's education figures is put right.</summary>
    public static DateTimeOffset EducationCorrected { get; } = Morning(2024, 3, 19);

    /// <summary>… and three weeks later the index and the types that had been computed from them.</summary>
    public static DateTimeOffset TypesCorrected { get; } = Morning(2024, 4, 9);

    /// <summary>A few areas' figures on low standard change.</summary>
    public static DateTimeOffset StandardRevised { get; } = Morning(2024, 5, 15);

    /// <summary>All releases by time, then table.</summary>
    public static IReadOnlyList<Planned> Releases { get; } =
    [
        .. new[]
        {
            Yearly("ALV001", 1, 2, 22, 2024),
            Yearly("ALV002", 1, 2, 22, 2024),
            Yearly("ALV003", 1, 5, 3, 2024),
            Yearly("ALV004", 2, 1, 26, 2023),
            Yearly("ALV005", 2, 1, 26, 2023),
            Yearly("ALV006", 1, 4, 25, 2024),
            Yearly("ALV007", 2, 2, 8, 2023),
            [new Planned("ALV008", Morning(2018, 11, 15), [2018]), new Planned("ALV008", Morning(2022, 11, 15), [2018, 2022])],
            Yearly("ALV009", 0, 9, 29, 2024),
            Yearly("ALV010", 1, 4, 12, 2024),
            Yearly("ALV011", 1, 3, 30, 2024),
            Yearly("ALV012", 1, 3, 14, 2024),
            Yearly("ALV013", 2, 1, 31, 2023),
            [
                Unplanned("ALV003", TenureReclassified, 2021),
                Unplanned("ALV007", LabourRevised, 2021),
                Unplanned("ALV011", OffencesByMistake, 2022),
                Unplanned("ALV011", OffencesTakenBack, 2022),
                Unplanned("ALV006", EducationCorrected, 2022),
                Unplanned("ALV013", TypesCorrected, 2022),
                Unplanned("ALV005", StandardRevised, 2022),
            ],
        }.SelectMany(r => r).OrderBy(r => r.Released).ThenBy(r => r.Table, StringComparer.Ordinal),
    ];

    /// <summary>When the next release of the same table is announced to come, or null. Revisions and corrections are not announced.</summary>
    public static DateTimeOffset? Next(Planned release) =>
        Releases.FirstOrDefault(r => r.Table == release.Table && r.Released > release.Released && r.IsAnnounced)?.Released;

    private static Planned[] Yearly(string table, int lag, int month, int day, int last) =>
        [.. Enumerable.Range(FirstYearsUntil, last - FirstYearsUntil + 1).Select(y => new Planned(table, Morning(y + lag, month, day), YearsTo(y)))];

    private static Planned Unplanned(string table, DateTimeOffset released, int last) => new(table, released, YearsTo(last)) { IsAnnounced = false };

    private static int[] YearsTo(int last) => [.. Enumerable.Range(Years.First, last - Years.First + 1)];

    /// <summary>Eight in the morning, Swedish time.</summary>
    private static DateTimeOffset Morning(int year, int month, int day) => new(year, month, day, month is > 3 and < 11 ? 6 : 7, 0, 0, TimeSpan.Zero);
}

/// <summary>One release to come.</summary>
/// <param name="Table">Which table.</param>
/// <param name="Released">When, UTC.</param>
/// <param name="Years">Its reference years, ascending.</param>
internal sealed record Planned(string Table, DateTimeOffset Released, IReadOnlyList<int> Years)
{
    /// <summary>Whether it follows the calendar, and is not a revision or correction.</summary>
    public bool IsAnnounced { get; init; } = true;
}
