using Utanforskap.Contracts.Reading;
using Utanforskap.Publishing.Feed;
using Utanforskap.Publishing.Publications;

namespace Utanforskap.Publishing.WhatIf;

/// <summary>An area that would differ.</summary>
/// <param name="Before">Its class as published; null where it has none.</param>
/// <param name="After">Its class by the changed definition.</param>
/// <param name="NeedsBefore">Its specific needs as published; null where the method tells none.</param>
public sealed record WhatIfItem(AreaRef Area, int? Before, int? After, double? IndexBefore, double? IndexAfter, NeedList? NeedsBefore, NeedList? NeedsAfter);

/// <summary>What a method would say of a period if its definition were another one. Nothing of it is kept, and nothing of it is published.</summary>
/// <param name="MethodVersion">The version of the definition that is published.</param>
/// <param name="Invented">True if the division is of a made-up country: the figures are made up too.</param>
/// <param name="Publication">The publication that it is compared with.</param>
/// <param name="Release">The release whose figures both are computed from.</param>
/// <param name="Classes">Areas by class, before and after.</param>
/// <param name="LimitsBefore">The limits that cut the index into classes, from the highest; empty where there are none.</param>
/// <param name="IndexDiffers">How many areas have another index, those that only have that included.</param>
/// <param name="Inputs">The figures that the changed definition reads.</param>
/// <param name="Items">The areas whose class or needs would differ; with include=index also those of which only the index would.</param>
public sealed record WhatIfPage(
    string Method,
    int MethodVersion,
    string Division,
    bool Invented,
    string Period,
    string Publication,
    long Release,
    IReadOnlyList<WhatIfClass> Classes,
    IReadOnlyList<double> LimitsBefore,
    IReadOnlyList<double> LimitsAfter,
    int IndexDiffers,
    IReadOnlyList<UsedInput> Inputs,
    IReadOnlyList<WhatIfItem> Items,
    string? Next);
