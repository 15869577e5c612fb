using System.Globalization;
using Utanforskap.Console.Analysis.Indices;
using Utanforskap.Statistics.Chance;
using Utanforskap.Statistics.Indices;
using Utanforskap.Statistics.Indices.Summaries;

namespace Utanforskap.Golden;

/// <summary>
/// Official indices whose figures are not here, written from their technical reports in the language alone, run over a made-up country as <c>./utan index compute</c> runs
/// them, and computed once more by hand (<see cref="ByHand"/>).
/// </summary>
public sealed class OfficialIndicesTests : IDisposable
{
    private const int Areas = 210;
    private const double Near = 1e-7;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("utan-official-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Wales_2019_from_the_ranks_of_its_domains()
    {
        string[] domains = ["income", "employment", "health", "education", "access", "housing", "safety", "environment"];
        var columns = Country(domains).ToDictionary(column => column.Key, column => ByHand.RankFalling(column.Value));
        var run = Run("wimd-2019", columns);

        // Rank 1 is the most deprived and has R = 1.
        var transformed = domains.Select(domain => ByHand.ExponentialOfRank(ByHand.Turned(columns[domain]))).ToArray();
        var score = ByHand.Weighted(transformed, 0.22, 0.22, 0.15, 0.14, 0.10, 0.07, 0.05, 0.05);
        var rank = ByHand.RankFalling(score);

        ShouldBe(run, "score", score);
        ShouldBe(run, "rank", rank);
        ShouldBe(run, "decile", Array.ConvertAll(rank, r => Math.Ceiling(10 * r / Areas)));
        ShouldBe(run, "group", Array.ConvertAll(rank, r => r <= 21 ? 1.0 : r <= 42 ? 2 : r <= 63 ? 3 : r <= 105 ? 4 : 5));
    }

    [Fact]
    public void Scotland_2016_from_its_indicators_with_missing_ones_in_the_middle()
    {
        string[] health = ["CIF", "ALCOHOL", "DRUG", "SMR", "DEPRESS", "LBWT", "EMERG"];
        string[] education = ["Attendance", "Attainment", "Noquals", "NEET", "HESA"];
        string[] falling = ["Attendance", "Attainment", "HESA"];
        string[] drive = ["drive_petrol", "drive_GP", "drive_PO", "drive_primary", "drive_retail", "drive_secondary"];
        string[] transit = ["PT_GP", "PT_Post", "PT_retail"];
        var columns = Country(["Income_rate", "Employment_rate", "crime_rate", .. health, .. education, .. drive, .. transit, "overcrowded_rate", "nocentralheat_rate"]);
        columns["DRUG"][17] = double.NaN;
        var run = Run("simd-2016", columns);

        double[] Score(string[] indicators)
        {
            var scores = indicators.Select(name =>
            {
                var values = Array.ConvertAll(columns[name], value => falling.Contains(name) ? -value : value);
                var present = ByHand.NormalScores([.. values.Where(value => !double.IsNaN(value))]);
                var at = 0;
                return Array.ConvertAll(values, value => double.IsNaN(value) ? 0 : present[at++]);
            }).ToArray();
            return ByHand.Weighted(scores, ByHand.FactorWeights(scores));
        }

        var (driving, riding) = (ByHand.ExponentialOfRank(Score(drive)), ByHand.ExponentialOfRank(Score(transit)));
        double[][] domains =
        [
            columns["Income_rate"], columns["Employment_rate"], Score(health), Score(education), ByHand.Weighted([driving, riding], 2, 1), columns["crime_rate"],
            ByHand.Weighted([columns["overcrowded_rate"], columns["nocentralheat_rate"]], 1, 1),
        ];
        var score = ByHand.Weighted([.. domains.Select(ByHand.ExponentialOfRank)], 28, 28, 14, 14, 9, 5, 2);

        ShouldBe(run, "health", domains[2]);
        ShouldBe(run, "education", domains[3]);
        ShouldBe(run, "access", domains[4]);
        ShouldBe(run, "score", score);
        ShouldBe(run, "rank", ByHand.RankFalling(score));
        ShouldBe(run, "vigintile", Array.ConvertAll(ByHand.RankFalling(score), rank => Math.Ceiling(20 * rank / Areas)));
    }

    [Fact]
    public void Scotland_2020_from_the_ranks_of_its_domains_with_tenths_of_the_population()
    {
        string[] domains = ["Income", "Employment", "Health", "Education", "Access", "Crime", "Housing"];
        var columns = Country([.. domains.Select(domain => $"{domain}_Domain_Rank")]).ToDictionary(column => column.Key, column => ByHand.RankRising(ByHand.Turned(column.Value)));

        // A tie among the most deprived: the highest turned rank is not N, and R is over the highest.
        columns["Crime_Domain_Rank"] = Array.ConvertAll(columns["Crime_Domain_Rank"], rank => rank < 5 ? 2.5 : rank);
        columns["Total_population"] = [.. Enumerable.Range(0, Areas).Select(area => 500.0 + (area * 7919 % 1000))];
        var run = Run("simd-2020", columns, ("Council_area", area => $"council {area % 6}"));

        double[] Transformed(string domain)
        {
            var turned = ByHand.RankRising(ByHand.Turned(columns[$"{domain}_Domain_Rank"]));
            return Array.ConvertAll(turned, rank => ByHand.Exponential(rank / turned.Max()));
        }

        var score = ByHand.Weighted([.. domains.Select(Transformed)], 28, 28, 14, 14, 9, 5, 2);
        var (rank, people) = (ByHand.RankFalling(score), columns["Total_population"]);
        double Before(int area) => Enumerable.Range(0, Areas).Where(other => score[other] > score[area]).Sum(other => people[other]);

        ShouldBe(run, "score", score);
        ShouldBe(run, "rank", rank);
        ShouldBe(run, "population-decile", [.. Enumerable.Range(0, Areas).Select(area => Math.Floor(10 * (Before(area) + (people[area] / 2)) / people.Sum()) + 1)]);
        ShouldBe(Table(run), "local-share", council => Members(council, 6).Average(area => rank[area] <= 0.2 * Areas ? 1 : 0));
    }

    [Fact]
    public void England_2015_from_its_indicators_through_subdomains_to_districts()
    {
        string[] children = ["key-stage-2", "key-stage-4", "absence", "staying-on", "higher-education"];
        string[] health = ["life-lost", "illness", "morbidity", "mood"];
        string[] crime = ["violence", "burglary", "theft", "damage"];
        string[] geographical = ["post-office", "school", "shop", "surgery"];
        string[] wider = ["overcrowding", "homelessness", "affordability"];
        string[] indoors = ["poor-condition", "no-central-heating"];
        string[] outdoors = ["air", "accidents"];
        var columns = Country(["income_score", "employment_score", "adult-skills", .. children, .. health, .. crime, .. geographical, .. wider, .. indoors, .. outdoors]);
        columns["population"] = [.. Enumerable.Range(0, Areas).Select(area => 1000.0 + (area * 7919 % 1000))];
        var run = Run("imd-2015", columns, ("district", area => $"district {area % 7}"));

        double[][] Scores(string[] indicators) => [.. indicators.Select(name => ByHand.NormalScores(Array.ConvertAll(columns[name], value => name.StartsWith("key-stage", StringComparison.Ordinal) ? -value : value)))];
        double[] Factor(string[] indicators) => ByHand.Weighted(Scores(indicators), ByHand.FactorWeights(Scores(indicators)));
        double[] Equal(string[] indicators) => ByHand.Weighted(Scores(indicators), [.. indicators.Select(_ => 1.0 / indicators.Length)]);
        double[] Both(double[] first, double[] second, double share) => ByHand.Weighted([ByHand.ExponentialOfRank(first), ByHand.ExponentialOfRank(second)], share, 1 - share);
        double[][] domains =
        [
            columns["income_score"], columns["employment_score"], Factor(health), Both(Factor(children), columns["adult-skills"], 0.5),
            Both(Equal(geographical), Equal(wider), 0.5), Factor(crime), Both(Equal(indoors), Equal(outdoors), 2 / 3.0),
        ];
        var score = ByHand.Weighted([.. domains.Select(ByHand.ExponentialOfRank)], 0.225, 0.225, 0.135, 0.135, 0.093, 0.093, 0.093);
        var (rank, turned, people) = (ByHand.RankFalling(score), ByHand.RankRising(score), columns["population"]);

        ShouldBe(run, "education", domains[3]);
        ShouldBe(run, "barriers", domains[4]);
        ShouldBe(run, "environment", domains[6]);
        ShouldBe(run, "score", score);
        ShouldBe(run, "rank", rank);

        var table = Table(run);
        double Average(int district, double[] values) => Members(district, 7).Sum(area => people[area] * values[area]) / Members(district, 7).Sum(area => people[area]);
        ShouldBe(table, "average-score", district => Average(district, score));
        ShouldBe(table, "rank-of-average-score", district => Enumerable.Range(0, 7).Count(other => Average(other, score) > Average(district, score)) + 1);
        ShouldBe(table, "average-rank", district => Average(district, turned));
        ShouldBe(table, "proportion", district => Members(district, 7).Average(area => rank[area] <= 0.1 * Areas ? 1 : 0));
        ShouldBe(table, "concentration", district =>
        {
            // The mean turned rank of the tenth of the people who live in the most deprived areas, the last area counting in part.
            var left = 0.1 * Members(district, 7).Sum(area => people[area]);
            var (tenth, sum) = (left, 0.0);
            foreach (var area in Members(district, 7).OrderByDescending(area => turned[area]))
            {
                var take = Math.Min(left, people[area]);
                (left, sum) = (left - take, sum + (take * turned[area]));
            }

            return sum / tenth;
        });
    }

    [Fact]
    public void England_2025_from_the_scores_of_its_domains()
    {
        string[] domains = ["income", "employment", "education", "health", "crime", "barriers", "environment"];
        var columns = Country(domains).ToDictionary(column => column.Key, column => Array.ConvertAll(column.Value, value => Math.Round(value, 1)));
        var run = Run("imd-2025", columns);
        var score = ByHand.Weighted([.. domains.Select(domain => ByHand.ExponentialOfRank(columns[domain]))], 0.225, 0.225, 0.135, 0.135, 0.093, 0.093, 0.093);

        ShouldBe(run, "exact-score", score);
        ShouldBe(run, "score", Array.ConvertAll(score, value => Math.Round(value, 3)));
        ShouldBe(run, "rank", ByHand.RankFalling(score));
    }

    [Fact]
    public void A_principal_component_as_in_Australia_with_screening_and_loadings_that_are_too_low()
    {
        string[] shares = ["low_income", "no_school", "jobless", "one_parent"];
        var columns = Country(shares).ToDictionary(column => column.Key, column => Array.ConvertAll(column.Value, value => Math.Round(2000 + (200 * value))));
        columns["noise"] = [.. Enumerable.Range(0, Areas).Select(area => (double)(area * 7919 % 997))];
        foreach (var whole in new[] { "households", "adults", "labour_force" })
        {
            columns[whole] = [.. Enumerable.Repeat(10_000.0, Areas)];
        }

        columns["people"] = [.. Enumerable.Range(0, Areas).Select(area => area == 11 ? 29.0 : 30 + (area * 31 % 400))];
        var run = Run(
            "seifa-like", columns, ("institutions_share", area => area == 12 ? "33.5%" : "0.5%"), ("state", area => $"state {area % 2}"), ("region", area => $"region {area % 5}"));
        int[] taking = [.. Enumerable.Range(0, Areas).Where(area => area is not (11 or 12))];
        double[] Of(string column) => [.. taking.Select(area => columns[column][area])];

        // The fifth share loads next to nothing and is left out.
        var standard = shares.Select(share => ByHand.Standard(Of(share))).ToArray();
        var vector = ByHand.FirstEigenvector(ByHand.Correlations(standard)).Vector;
        var component = ByHand.Standard(ByHand.Weighted(standard, vector));
        double[] score = [.. component.Select(value => 1000 - (100 * value))];
        var people = Of("people");
        double[] Whole(double[] values) => [.. Enumerable.Range(0, Areas).Select(area => Array.IndexOf(taking, area) is >= 0 and var at ? values[at] : double.NaN)];

        ShouldBe(run, "score", Whole(score));
        run.WhyMissing("score", 11).ShouldBe("left out: people is below 30");
        run.WhyMissing("score", 12).ShouldBe("left out: institutions is above 33.4");
        ShouldBe(run, "rank", Whole(ByHand.RankRising(score)));
        ShouldBe(run, "percentile", Whole([.. ByHand.RankRising(score).Select(rank => Math.Ceiling(100 * rank / taking.Length))]));
        ShouldBe(run, "state-decile", Whole([.. taking.Select((area, at) =>
        {
            var own = taking.Index().Where(other => other.Item % 2 == area % 2).Select(other => score[other.Index]).ToArray();
            return Math.Ceiling(10.0 * own.Count(other => other <= score[at]) / own.Length);
        })]));
        ShouldBe(run, "population-fifth", Whole([.. taking.Select((_, at) =>
        {
            var through = people.Where((_, other) => score[other] <= score[at]).Sum() / people.Sum();
            return Math.Max(1, Math.Ceiling((5 * through) - 1e-9));
        })]));
        ShouldBe(Table(run), "score", region =>
        {
            var own = taking.Index().Where(area => area.Item % 5 == region).ToArray();
            return own.Sum(area => people[area.Index] * score[area.Index]) / own.Sum(area => people[area.Index]);
        });
    }

    /// <summary>Columns that hang together by a level of each area.</summary>
    private static Dictionary<string, double[]> Country(string[] columns)
    {
        var random = new SeededRandom(7);
        var levels = Enumerable.Range(0, Areas).Select(_ => 4 * random.NextDouble()).ToArray();
        return columns.ToDictionary(column => column, column => levels.Select(level => ((column.StartsWith("key-stage", StringComparison.Ordinal) || column is "Attendance" or "Attainment" or "HESA" ? -1 : 1) * level) + (3 * random.NextDouble()) + 10).ToArray());
    }

    private static int[] Members(int group, int groups) => [.. Enumerable.Range(0, Areas).Where(area => area % groups == group)];

    private static SummaryTable Table(IndexRun run) => Summarising.Of(run, run.Definition.Summaries.Single());

    private IndexRun Run(string name, Dictionary<string, double[]> columns, params (string Column, Func<int, string> Text)[] texts)
    {
        var definition = Golden.Definition(name);
        var file = Path.Combine(_folder.FullName, "d.csv");
        File.WriteAllLines(file,
        [
            string.Join(',', [definition.Areas.Key, .. columns.Keys, .. texts.Select(text => text.Column)]),
            .. Enumerable.Range(0, Areas).Select(area => string.Join(
                ',', [$"A{area:D3}", .. columns.Values.Select(column => double.IsNaN(column[area]) ? "*" : column[area].ToString("R", CultureInfo.InvariantCulture)), .. texts.Select(text => text.Text(area))])),
        ]);
        return IndexComputation.Compute(definition, IndexData.Read(definition, [file]));
    }

    private static void ShouldBe(IndexRun run, string series, double[] expected)
    {
        var actual = run[series].ToArray();
        for (var area = 0; area < Areas; area++)
        {
            (Math.Abs(actual[area] - expected[area]) <= Near || (double.IsNaN(actual[area]) && double.IsNaN(expected[area])))
                .ShouldBeTrue($"{run.Definition.Id}, {series}, area {area}: {actual[area]:R}, by hand {expected[area]:R}");
        }
    }

    private static void ShouldBe(SummaryTable table, string measure, Func<int, double> expected)
    {
        var column = table.Columns.Single(one => one.Key == measure).Value;
        for (var group = 0; group < table.Groups.Count; group++)
        {
            column[group].ShouldBe(expected(group), Near, $"{measure} of {table.Groups[group]}");
        }
    }
}
