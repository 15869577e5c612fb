using Utanforskap.Contracts.Reading;
using Utanforskap.Publishing.Publications;
using Utanforskap.Publishing.Sentences;

namespace Utanforskap.Publishing.Tests;

/// <summary>What people read of a change.</summary>
public sealed class ChangeSentenceTests
{
    private static readonly MethodInfo Method = new(
        "sei", 1, "Index", "Index", "", "", "", [.. Enumerable.Range(1, 5).Select(c => new ClassInfo(c, $"typ {c}", $"type {c}"))], ["employment"]);

    private static readonly MethodInfo Assessed = Method with
    {
        Name = "Bedömning",
        Parts = [new PartInfo("need-crime", PartKind.Need, "brottslighet", "crime"), new PartInfo("need-school", PartKind.Need, "svaga skolresultat", "weak school results")],
    };

    private static readonly Dictionary<string, IndicatorTitle> Titles = new() { ["employment"] = new("andel förvärvsarbetande", "share employed") };

    private static readonly ChangeSentence Sentences = new(Method, Titles);

    private static readonly ChangeSentence Assessment = new(Assessed, Titles);

    private static readonly ToldChange Change = new("Nydala", "2023", "2022", 4, 3, 8.14, 9.36, null, null, ChangeKinds.NewPeriod, "own",
        new ChangeExplanation([new("V1", -0.1), new("employment", 1.32)], 3, 4, false, new Dictionary<string, double>(), null, 0.1, false, null));

    [Fact]
    public void A_change_by_own_figures_says_from_what_to_what_and_by_which_figure_most()
    {
        Sentences.Sv(Change).ShouldBe(
            "Nydala går från klass 4 (typ 4) till 3 (typ 3) mellan 2022 och 2023, genom egna förändringar. Index 8,1 → 9,4, mest andel förvärvsarbetande (+1,3).");
        Sentences.En(Change).ShouldBe(
            "Nydala goes from class 4 (type 4) to 3 (type 3) between 2022 and 2023, by its own changes. Index 8.1 → 9.4, mostly share employed (+1.3).");
    }

    [Theory]
    [InlineData("relative", "because other areas changed and moved the limits")]
    [InlineData("both-needed", "because both its figures and the limits changed; neither would have been enough")]
    [InlineData("either-suffices", "its own changes would have been enough, and so would the moved limits")]
    public void Every_cause_has_words(string cause, string words) => Sentences.En(Change with { Cause = cause }).ShouldContain(words);

    [Fact]
    public void Figures_and_method_that_are_both_needed_are_told_as_such()
    {
        var explanation = Change.Explanation! with { MethodNew = 4, FiguresNew = 4 };

        Sentences.En(Change with { Cause = "both-needed", Explanation = explanation }).ShouldContain("because both the figures and the method changed; neither would have been enough");
        Sentences.Sv(Change with { Cause = "both-needed", Explanation = explanation with { FiguresNew = 3 } }).ShouldContain(", för att både dess siffror och gränserna ändrades");
    }

    [Fact]
    public void An_index_that_goes_with_another_class_is_told_with_as_many_decimals_as_tell_the_two_apart()
    {
        Sentences.En(Change with { IndexBefore = 3.5312, IndexAfter = 3.5349 }).ShouldContain("Index 3.531 → 3.535");
        Sentences.En(Change with { IndexBefore = 3.44, IndexAfter = 3.46 }).ShouldContain("Index 3.4 → 3.5,");
    }

    [Fact]
    public void A_hidden_change_an_uncertain_one_and_a_carried_figure_are_told()
    {
        var hidden = Change with { Before = 3, Cause = "masked", Explanation = Change.Explanation! with { OwnNew = 2, CaughtUp = true } };

        Sentences.En(hidden).ShouldStartWith("Nydala stays in class 3 (type 3) between 2022 and 2023, though its own figures alone would have given class 2: the limits moved along.");
        Sentences.En(hidden).ShouldEndWith("An older figure that had been carried forward was replaced by a newer one.");
        Sentences.Sv(Change with { Explanation = Change.Explanation! with { WithinUncertainty = true } }).ShouldEndWith("Ändringen ligger inom osäkerheten.");
    }

    [Fact]
    public void What_a_change_mostly_comes_from_goes_its_way_and_equal_parts_are_all_named()
    {
        var held = Change with
        {
            IndexBefore = 4, IndexAfter = 3, Explanation = Change.Explanation! with { Parts = [new("V1", -1), new("employment", -1.0000000000000002), new("renormalisation", 1.0000000000000004)] },
        };

        Sentences.Sv(held).ShouldContain("Index 4,0 → 3,0, mest V1 (−1,0), andel förvärvsarbetande (−1,0).", Case.Sensitive, "the moved limits worked against it");
        Sentences.En(held with { IndexAfter = 5 }).ShouldContain("Index 4.0 → 5.0, mostly another scale, by other areas (+1.0).");
        Sentences.En(held with { Explanation = held.Explanation with { Parts = [new("V1", -0.04)] } }).ShouldContain("Index 4.0 → 3.0.", Case.Sensitive, "what is too small for the decimals is not told");
    }

    [Fact]
    public void Two_methods_say_two_things_each_by_its_own_name_and_classes()
    {
        var official = new MethodInfo("official", 1, "Officiell typ", "Official type", "", "", "", [new ClassInfo(4, "goda", "good")], []);
        var both = new ChangeSentence(Method, new Dictionary<string, IndicatorTitle>(), official);

        both.Sv(Change with { Kind = null, PreviousPeriod = null }).ShouldBe("Nydala har 2023 klass 3 (typ 3) enligt ”Index” och klass 4 (goda) enligt ”Officiell typ”.");
        both.En(Change with { Kind = null, PreviousPeriod = null, After = null }).ShouldBe("Nydala has no class by “Index” and class 4 (good) by “Official type” for 2023.");
    }

    [Fact]
    public void Needs_are_new_or_gone_only_where_it_is_known_what_was_and_is()
    {
        var first = Change with { Before = null, NeedsBefore = null, NeedsAfter = NeedList.Read("crime"), Kind = ChangeKinds.Boundary, PreviousPeriod = null };
        Assessment.Sv(first).ShouldEndWith("Behov: brottslighet.");
        Assessment.En(first).ShouldEndWith("Needs: crime.");
        Assessment.En(first with { NeedsBefore = NeedList.Read("crime"), NeedsAfter = null }).ShouldNotContain("needs", Case.Insensitive);
    }

    [Fact]
    public void Needs_that_came_and_went_are_named_and_those_that_cannot_be_decided_are_not()
    {
        var needs = Change with
        {
            Kind = ChangeKinds.Revision, PreviousPeriod = null, IndexBefore = null, NeedsBefore = NeedList.Read("school"), NeedsAfter = NeedList.Read("crime"),
        };

        Assessment.Sv(needs).ShouldBe(
            "Nydala går från klass 4 (typ 4) till 3 (typ 3) för 2023, efter ändrade siffror, genom egna förändringar. Nya behov: brottslighet. Inte längre behov: svaga skolresultat.");
        Assessment.Sv(needs with { NeedsBefore = NeedList.Read("crime?") }).ShouldNotContain("Nya behov", Case.Sensitive, "it may have been there before");
    }

    [Fact]
    public void Needs_that_become_unknown_or_known_are_told_as_that()
    {
        var needs = Change with { Before = 3, Cause = null, NeedsBefore = NeedList.Read("crime school?"), NeedsAfter = NeedList.Read("crime? school") };

        Assessment.Sv(needs).ShouldEndWith(" Kan inte längre avgöras: brottslighet. Kan nu avgöras: svaga skolresultat (ja).");
        Assessment.En(needs with { NeedsAfter = NeedList.Read("crime?") }).ShouldEndWith(" Cannot be decided any more: crime. Can be decided now: weak school results (no).");
    }

    [Fact]
    public void An_assessment_tells_needs_and_not_parts_of_its_count_which_would_read_as_falling_figures() =>
        Assessment.Sv(Change with { IndexBefore = 2, IndexAfter = 1, Explanation = Change.Explanation! with { Parts = [new("employment", -1)] }, NeedsBefore = NeedList.Read("crime"), NeedsAfter = NeedList.Read("") })
            .ShouldEndWith(" Index 2 → 1. Inte längre behov: brottslighet.", Case.Sensitive, "employment rose");

    [Fact]
    public void Two_methods_that_differ_in_needs_say_in_which()
    {
        var both = new ChangeSentence(Assessed, Titles, Assessed with { Name = "Annan", NameEn = "Other" });

        both.Sv(Change with { Before = 3, NeedsBefore = NeedList.Read("crime"), NeedsAfter = NeedList.Read("school") }).ShouldBe(
            "Nydala har 2023 klass 3 (typ 3) enligt ”Bedömning” och klass 3 (typ 3) enligt ”Annan”. Behov bara enligt ”Bedömning”: svaga skolresultat. Behov bara enligt ”Annan”: brottslighet.");
    }

    [Fact]
    public void A_changed_definition_is_told_as_the_cause_and_own_figures_are_not_put_on_it()
    {
        var redefined = Change with { Kind = ChangeKinds.Method, PreviousPeriod = null, IndexBefore = null, Cause = "method" };

        Sentences.Sv(redefined).ShouldBe("Nydala går från klass 4 (typ 4) till 3 (typ 3) för 2023, efter ändrad metod.");
        Sentences.En(redefined with { Kind = null, PreviousPeriod = "2022" }).ShouldBe("Nydala goes from class 4 (type 4) to 3 (type 3) between 2022 and 2023, because the method changed.");
        Sentences.Sv(redefined with { Cause = "own" }).ShouldBe("Nydala går från klass 4 (typ 4) till 3 (typ 3) för 2023, när metoden också ändrades, genom egna förändringar.");
        Sentences.En(redefined with { Cause = "either-suffices", Explanation = Change.Explanation! with { MethodNew = 3 } }).ShouldEndWith(
            "when the method changed too: the new figures would have been enough, and so would the changed method.");
    }

    [Fact]
    public void A_method_without_classes_tells_its_index()
    {
        var segregation = new ChangeSentence(Method with { Classes = [] }, Titles);
        var index = Change with { Before = null, After = null, Cause = null, IndexBefore = 0.154, IndexAfter = 0.1498, Explanation = null };

        segregation.Sv(index).ShouldBe("Nydala: index går från 0,154 till 0,150 mellan 2022 och 2023.");
        segregation.En(index with { IndexBefore = 0.19702, IndexAfter = 0.19698 }).ShouldBe("Nydala: the index goes from 0.19702 to 0.19698 between 2022 and 2023.");
        segregation.En(index with { IndexBefore = null, Kind = ChangeKinds.Boundary, PreviousPeriod = null }).ShouldBe(
            "Nydala: the index becomes 0.150 for 2023, counted over the areas of a new division.");
        segregation.En(index with { IndexAfter = null }).ShouldBe("Nydala: there is no index any more (it was 0.154) between 2022 and 2023.");
    }

    [Fact]
    public void An_area_that_comes_goes_or_lies_on_a_new_division_has_words_and_an_unknown_class_its_number()
    {
        Sentences.Sv(Change with { Before = null, Cause = null, Explanation = null, Kind = ChangeKinds.Boundary, PreviousPeriod = null, IndexBefore = null }).ShouldBe(
            "Nydala får klass 3 (typ 3) för 2023, det första året i den nya indelningen.");
        Sentences.En(Change with { After = null, Cause = null, Explanation = null, Kind = ChangeKinds.Withdrawal, PreviousPeriod = null, IndexAfter = null }).ShouldBe(
            "Nydala has no class any more (it was 4 (type 4)) for 2023: the publication before is withdrawn.");
        new ChangeSentence(ChangeSentence.Unknown("x"), new Dictionary<string, IndicatorTitle>()).En(Change with { IndexBefore = null, Cause = null }).ShouldStartWith("Nydala goes from class 4 to 3 between");
    }
}
