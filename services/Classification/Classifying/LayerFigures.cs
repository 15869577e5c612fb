using Utanforskap.Classification.Methods;
using Utanforskap.Statistics.Certainty;
using Utanforskap.Statistics.Indices;

namespace Utanforskap.Classification.Classifying;

/// <summary>The figures that a layer of certainty is computed from.</summary>
internal static class LayerFigures
{
    /// <summary>
    /// The figures, or null where the layer's own columns are not there. An area without the size that chance needs (nobody counted there) takes part with a single person, so that its
    /// class is as unsure as can be and the others' stay known.
    /// </summary>
    public static IndexFigures? Of(IndexRule rule, TargetFigures figures, IndexFigures index, CertaintyLayer layer)
    {
        var model = rule.Definition.Certainty!;
        if (layer != CertaintyLayer.Chance)
        {
            return layer == CertaintyLayer.Precision && model.Precision.Any(p => p.Suppressed is { } s && !figures.Has(s.Where)) ? null : index;
        }

        var sizes = model.Chance!.Inputs.Select(input => input.Size.Column).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        if (!sizes.All(figures.Has))
        {
            return null;
        }

        return index.With(sizes.Select(size => KeyValuePair.Create(size, Array.ConvertAll(index.Numbers(size)!, persons => persons >= 1 ? persons : 1))));
    }
}
