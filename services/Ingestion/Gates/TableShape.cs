using System.Text.Json;
using Utanforskap.Contracts;
using Utanforskap.Ingestion.Parsing;

namespace Utanforskap.Ingestion.Gates;

/// <summary>How a table was built at its last release: what a later one is compared with, and what a file's labels are looked up in.</summary>
/// <param name="Dimensions">The dimensions.</param>
internal sealed record TableShape(IReadOnlyList<ShapeDimension> Dimensions)
{
    public static TableShape Of(StatCube cube) =>
        new([.. cube.Dimensions.Select(d => new ShapeDimension(d.Code, d.Label, d.Role, d.Codes, d.Labels, d.Units))]);

    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, WireJson.Options);

    public static TableShape FromBytes(byte[] bytes) => JsonSerializer.Deserialize<TableShape>(bytes, WireJson.Options)!;

    public ShapeDimension? Find(string code) => Dimensions.FirstOrDefault(d => d.Code.Equals(code, StringComparison.OrdinalIgnoreCase));
}

/// <summary>One dimension of a shape; fields as of <see cref="CubeDimension"/>.</summary>
internal sealed record ShapeDimension(
    string Code,
    string Label,
    DimensionRole Role,
    IReadOnlyList<string> Codes,
    IReadOnlyList<string> Labels,
    IReadOnlyList<string?> Units);
