using Utanforskap.ServiceDefaults.Columns;

namespace Utanforskap.Classification.Results;

/// <summary>A method's results of one (division, period) are columns of the store: class, index, population, and the cause of each area's last change of class.</summary>
internal readonly record struct ResultSeries(string Method, string Division, string Period)
{
    public ColumnKey Class => new($"{Method}/class", Division, Period);

    public ColumnKey Index => new($"{Method}/index", Division, Period);

    public ColumnKey Population => new($"{Method}/population", Division, Period);

    public ColumnKey Cause => new($"{Method}/cause", Division, Period);

    /// <summary>The columns that make up the result; a cause explains it and is no part of it.</summary>
    public ColumnKey[] Parts => [Class, Index, Population];
}
