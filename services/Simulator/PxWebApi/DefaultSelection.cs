using Utanforskap.Simulator.Releases;

namespace Utanforskap.Simulator.PxWebApi;

/// <summary>
/// What PxWebApi selects when a client selects nothing: the latest period (13 where the table is flat), the first contents, at most two
/// classifications whole, others eliminated or by their first category.
/// </summary>
internal static class DefaultSelection
{
    private const int MostInHeading = 13;
    private const int MostInStub = 1500;
    private const int FewContents = 6;

    /// <summary>The default selection of a table.</summary>
    public static SelectionRequest Of(Table table, ISource source)
    {
        var choice = new Choice(source);
        var others = table.Dimensions.Where(d => !Selecting.InHeading(d)).ToList();
        if (table.Contents is not { } contents || table.Time is not { } time)
        {
            if (table.Dimensions.Count == 1)
            {
                choice.Place(table.Dimensions[0], heading: false, MostInStub);
            }
            else
            {
                choice.PlaceMany([.. table.Dimensions]);
            }

            return choice.Request();
        }

        switch (others.Count)
        {
            case 0:
                choice.Place(contents, heading: contents.Codes.Count < FewContents, MostInHeading);
                choice.Place(time, heading: contents.Codes.Count >= FewContents, MostInHeading);
                break;
            case 1 when contents.Codes.Count == 1:
                choice.Place(contents, heading: true, 1);
                choice.Place(time, heading: true, MostInHeading);
                choice.Place(others[0], heading: false, MostInStub);
                break;
            case 1:
                choice.Place(time, heading: true, 1);
                choice.PlacePair(contents, others[0]);
                break;
            default:
                choice.Place(contents, heading: true, 1);
                choice.Place(time, heading: true, 1);
                choice.PlaceMany(others);
                break;
        }

        return choice.Request();
    }

    private sealed class Choice(ISource source)
    {
        private readonly List<VariableRequest> _variables = [];
        private readonly List<string> _stub = [];
        private readonly List<string> _heading = [];

        public SelectionRequest Request() => new(_variables, _stub, _heading);

        public void Place(Dimension dimension, bool heading, int atMost)
        {
            // A dimension with value sets is shown by its first one, as PxWebApi does.
            var codelist = Codelists.Of(dimension, source).FirstOrDefault(c => !c.IsAggregation).Id;
            var codes = Selecting.Whole(dimension, codelist, source).Select(c => c.Code);
            var taken = dimension.Role == DimensionRole.Time ? codes.TakeLast(atMost) : codes.Take(atMost);
            _variables.Add(new VariableRequest(dimension.Code, [.. taken], codelist));
            (heading ? _heading : _stub).Add(dimension.Code);
        }

        public void PlacePair(Dimension one, Dimension two)
        {
            var (stub, heading) = one.Codes.Count > two.Codes.Count ? (one, two) : (two, one);
            Place(stub, heading: false, MostInStub);
            Place(heading, heading: true, MostInHeading);
        }

        public void PlaceMany(List<Dimension> others)
        {
            var mandatory = others.Where(d => !d.Elimination).ToList();
            var free = others.Where(d => d.Elimination).ToList();
            var (one, two) = mandatory.Count switch
            {
                > 1 => (mandatory[0], mandatory[^1]),
                1 => (mandatory[0], free[^1]),
                _ => (others[0], others[^1]),
            };
            foreach (var between in mandatory.Where(d => d != one && d != two))
            {
                Place(between, heading: true, 1);
            }

            PlacePair(one, two);
        }
    }
}
