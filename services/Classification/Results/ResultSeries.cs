using Utanforskap.ServiceDefaults.Columns;

namespace Utanforskap.Classification.Results;

/// <summary>A method's results of one (division, period) are columns of the store: class, index, population, and one for each of the method's parts.</summary>
internal readonly record struct ResultSeries(string Method, string Division, string Period)
{
    public ColumnKey Class => Part("class");

    public ColumnKey Index => Part("index");

    public ColumnKey Population => Part("population");

    public ColumnKey Part(string id) => new($"{Method}/{id}", Division, Period);
}
