using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Utanforskap.Testing;

/// <summary>What this process measures while a test listens. Tests beside it measure too: ask for a tag of your own.</summary>
public sealed class HeardMeasures : IDisposable
{
    private readonly ConcurrentQueue<HeardMeasure> _heard = new();
    private readonly MeterListener _listener;

    /// <summary>Listens to a meter.</summary>
    public HeardMeasures(string meter)
    {
        _listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == meter)
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Hear(instrument, value, tags));
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Hear(instrument, value, tags));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Hear(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>All that an instrument measured with a tag of this value, oldest first; gauges are asked now.</summary>
    public IReadOnlyList<HeardMeasure> Of(string instrument, string tag)
    {
        _listener.RecordObservableInstruments();
        return [.. _heard.Where(measure => measure.Instrument == instrument && measure.Tags.Contains(tag))];
    }

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();

    private void Hear(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        _heard.Enqueue(new HeardMeasure(instrument.Name, instrument.Unit, value, [.. tags.ToArray().Select(tag => $"{tag.Value}")]));
}

/// <summary>One value that was measured.</summary>
/// <param name="Instrument">The instrument's name.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Value">The value.</param>
/// <param name="Tags">The tags' values.</param>
public sealed record HeardMeasure(string Instrument, string? Unit, double Value, IReadOnlyList<string> Tags);
