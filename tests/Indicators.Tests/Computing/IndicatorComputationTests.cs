using FsCheck;
using FsCheck.Fluent;
using Utanforskap.Contracts.Reading;
using Utanforskap.Geography;
using Utanforskap.Indicators.Computing;
using Utanforskap.Indicators.Definitions;
using Utanforskap.Indicators.Keys;
using Utanforskap.ServiceDefaults.Columns;
using Utanforskap.Definitions;

namespace Utanforskap.Indicators.Tests.Computing;

public sealed class IndicatorComputationTests
{
    private static readonly Division RegSO = Division.Find("RegSO2020")!;
    private static readonly Formula Share = new([new("r/part", 1)], [new("r/whole", 1)], 100);

    [Fact]
    public void A_share_is_given_for_areas_and_as_a_ratio_of_sums_above_them()
    {
        var results = Compute(Define(RollUp.RatioOfSums, Share),
            (Key("r/part"), Figures(("0114R001", 10), ("0114R002", 30), ("0180R001", 1))),
            (Key("r/whole"), Figures(("0114R001", 100), ("0114R002", 100), ("0180R001", 4))));

        Cells(results, "RegSO2020").ShouldBe(["0114R001 10 Figure", "0114R002 30 Figure", "0180R001 25 Figure"]);
        Cells(results, "Municipality").ShouldBe(["0114 20 Figure", "0180 25 Figure"]);
        Cells(results, "County").ShouldBe([$"01 {4100 / 204.0} Figure"]);
        Cells(results, "Nation").ShouldBe([$"00 {4100 / 204.0} Figure"]);
    }

    [Fact]
    public void The_made_up_country_rolls_up_to_its_own_nation()
    {
        var key = new ColumnKey("r/part", "AlvReg2018", "2021");
        var results = new IndicatorComputation(Define(RollUp.RatioOfSums, new Formula([new("r/part", 1)], [], 1)), new AreaKeys([])).Compute(
            Division.Find("AlvReg2018")!, "2021", null, k => k == key ? Figures(("A101R001", 10), ("B101R001", 5)) : null);

        var nation = results[new ColumnKey("x", "AlvNation", "2021")];
        (nation.Areas.Single(), nation.Values.Single()).ShouldBe(("ALV", 15), "Alvmark is no part of Sweden");
        results.Keys.ShouldNotContain(k => k.Division == "Nation");
    }

    [Fact]
    public void Missing_is_not_zero_and_nothing_is_divided_by_zero()
    {
        var results = Compute(Define(RollUp.RatioOfSums, Share),
            (Key("r/part"), new Column(
                ["0114R001", "0114R002", "0114R003", "0114R004"], [1, double.NaN, double.NaN, 0],
                [FigureStatus.Figure, FigureStatus.Missing, FigureStatus.Missing, FigureStatus.Nil])),
            (Key("r/whole"), new Column(
                ["0114R001", "0114R002", "0114R003", "0114R004"], [0, 5, double.NaN, 5],
                [FigureStatus.Nil, FigureStatus.Figure, FigureStatus.Missing, FigureStatus.Figure])));

        Cells(results, "RegSO2020").ShouldBe(
            ["0114R001 NaN NotComputable", "0114R002 NaN NotComputable", "0114R003 NaN Missing", "0114R004 0 Figure"]);
        Cells(results, "Municipality").ShouldBe(["0114 NaN NotComputable"], "a sum with a part missing is not a sum");
    }

    [Fact]
    public void An_area_that_one_input_lacks_is_not_computable() => Cells(
        Compute(Define(RollUp.None, Share), (Key("r/part"), Figures(("0114R001", 1))), (Key("r/whole"), Figures(("0114R001", 2), ("0114R002", 3)))),
        "RegSO2020").ShouldBe(["0114R001 50 Figure", "0114R002 NaN NotComputable"]);

    [Fact]
    public void A_class_or_mean_is_passed_on_and_not_rolled_up()
    {
        var results = Compute(Define(RollUp.None, new Formula([new("r/type", 1)], [], 1)), (Key("r/type"), Figures(("0114R001", 3))));

        results.Keys.ShouldBe([new ColumnKey("x", "RegSO2020", "2023")]);
        Cells(results, "RegSO2020").ShouldBe(["0114R001 3 Figure"]);
    }

    [Fact]
    public void The_first_formula_whose_measures_are_there_is_used()
    {
        var definition = Define(RollUp.None, Share, new Formula([new("r/other", 1)], [], 1));

        Cells(Compute(definition, (Key("r/part"), Figures(("0114R001", 1))), (Key("r/other"), Figures(("0114R001", 7)))), "RegSO2020")
            .ShouldBe(["0114R001 7 Figure"]);
        Compute(definition, (Key("r/part"), Figures(("0114R001", 1)))).ShouldBeEmpty();
    }

    [Fact]
    public void A_register_that_comes_on_a_finer_level_only_is_summed_by_the_key()
    {
        var key = AreaKeys.Read("key.csv", new StringReader("DeSO2018,RegSO2020\n0114A0010,0114R001\n0114C1010,0114R001\n0114C1020,0114R002\n"));
        var finer = new ColumnKey("r/part", "DeSO2018", "2023");
        var definition = Define(RollUp.RatioOfSums, new Formula([new("r/part", 1)], [], 1));

        Cells(Compute(definition, new AreaKeys([key]), (finer, Figures(("0114A0010", 2), ("0114C1010", 3), ("0114C1020", 4)))), "RegSO2020")
            .ShouldBe(["0114R001 5 Figure", "0114R002 4 Figure"]);
        Cells(Compute(definition, new AreaKeys([key]), (finer, Figures(("0114A0010", 2), ("0114C1020", 4)))), "RegSO2020")
            .ShouldBe(["0114R001 NaN NotComputable", "0114R002 4 Figure"], "a part is not there");
        Should.Throw<InvalidDataException>(() => Compute(definition, new AreaKeys([key]), (finer, Figures(("0115A0010", 2)))))
            .Message.ShouldContain("0115A0010");
    }

    [Fact]
    public void Computing_only_touched_areas_gives_what_computing_all_gives() => Prop.ForAll(
        (from parts in Gen.ArrayOf(Gen.Choose(0, 50), 12)
         from wholes in Gen.ArrayOf(Gen.Choose(0, 50), 12)
         from touched in Gen.ArrayOf(Gen.Elements(true, false), 12)
         select (parts, wholes, touched)).ToArbitrary(),
        sample =>
        {
            var areas = Enumerable.Range(0, 12).Select(i => $"{(i < 5 ? "0114" : i < 9 ? "0180" : "2584")}R{i:000}").ToArray();
            (ColumnKey, Column)[] inputs =
            [
                (Key("r/part"), Figures([.. areas.Zip(sample.parts, (a, v) => (a, (double)v))])),
                (Key("r/whole"), Figures([.. areas.Zip(sample.wholes, (a, v) => (a, (double)v))])),
            ];
            var definition = Define(RollUp.RatioOfSums, Share);
            var touched = areas.Where((_, i) => sample.touched[i]).ToHashSet();

            var all = Compute(definition, inputs);
            var some = Compute(definition, new AreaKeys([]), touched, inputs);

            foreach (var (key, column) in all)
            {
                Cells(some, key.Division).ShouldBe(
                    Cells(all, key.Division).Where((_, i) => touched.Any(t => t.StartsWith(column.Areas[i], StringComparison.Ordinal) || key.Division == "Nation"
                        || (key.Division == "County" && t[..2] == column.Areas[i]))));
                column.With(some[key]).Values.ShouldBe(column.Values);
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Inputs_in_other_arrays_and_on_other_threads_give_the_same_bits()
    {
        var areas = Enumerable.Range(0, 500).Select(i => $"0{i % 9 + 1:0}14R{i:000}").Order(StringComparer.Ordinal).ToArray();
        (ColumnKey, Column)[] Inputs() =>
        [
            (Key("r/part"), Figures([.. areas.Select((a, i) => (a, 0.1 * i))])),
            (Key("r/whole"), Figures([.. areas.Select((a, i) => (a, 1 + (0.3 * i)))])),
        ];
        var expected = Bits(Compute(Define(RollUp.RatioOfSums, Share), Inputs()));

        var threads = Enumerable.Range(0, 8).AsParallel().WithDegreeOfParallelism(4)
            .Select(_ => Bits(Compute(Define(RollUp.RatioOfSums, Share), [.. Inputs().Reverse()]))).ToList();

        threads.ShouldAllBe(bits => bits == expected);
    }

    private static string Bits(Dictionary<ColumnKey, Column> results) =>
        string.Join(' ', results.OrderBy(r => r.Key).SelectMany(r => r.Value.Values).Select(BitConverter.DoubleToInt64Bits));

    private static IndicatorDefinition Define(RollUp rollUp, params Formula[] formulas) =>
        new("x", 1, new LocalText("x", "x"), new LocalText("u", "u"), IndicatorDirection.Neutral, DivisionLevel.RegSO, rollUp, formulas);

    private static ColumnKey Key(string measure) => new(measure, "RegSO2020", "2023");

    private static Column Figures(params (string Area, double Value)[] cells) =>
        new([.. cells.Select(c => c.Area)], [.. cells.Select(c => c.Value)], new FigureStatus[cells.Length]);

    private static Dictionary<ColumnKey, Column> Compute(IndicatorDefinition definition, params (ColumnKey Key, Column Column)[] inputs) =>
        Compute(definition, new AreaKeys([]), null, inputs);

    private static Dictionary<ColumnKey, Column> Compute(
        IndicatorDefinition definition, AreaKeys keys, params (ColumnKey Key, Column Column)[] inputs) => Compute(definition, keys, null, inputs);

    private static Dictionary<ColumnKey, Column> Compute(
        IndicatorDefinition definition, AreaKeys keys, IReadOnlySet<string>? touched, (ColumnKey Key, Column Column)[] inputs)
    {
        var byKey = inputs.ToDictionary(i => i.Key, i => i.Column);
        return new IndicatorComputation(definition, keys).Compute(RegSO, "2023", touched, key => byKey.GetValueOrDefault(key));
    }

    private static IEnumerable<string> Cells(Dictionary<ColumnKey, Column> results, string division)
    {
        var column = results[new ColumnKey("x", division, "2023")];
        return column.Areas.Select((a, i) => $"{a} {column.Values[i]} {column.Status[i]}");
    }
}
