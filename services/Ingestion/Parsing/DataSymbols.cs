using Utanforskap.Contracts.Reading;

namespace Utanforskap.Ingestion.Parsing;

/// <summary>What PxWeb's symbols mean: <c>-</c> nil, <c>.</c> not applicable, <c>..</c> not available, <c>...</c> to <c>......</c> others.</summary>
internal static class DataSymbols
{
    /// <summary>The meaning of a symbol, or null where the text is none of the known.</summary>
    public static FigureStatus? Find(ReadOnlySpan<byte> symbol) => symbol switch
    {
        [] => FigureStatus.Missing,
        [(byte)'-'] => FigureStatus.Nil,
        [(byte)'.'] => FigureStatus.NotApplicable,
        [(byte)'.', (byte)'.'] => FigureStatus.Missing,
        _ when symbol.Length <= 6 && !symbol.ContainsAnyExcept((byte)'.') => FigureStatus.OtherSymbol,
        _ => null,
    };

    /// <inheritdoc cref="Find(ReadOnlySpan{byte})"/>
    public static FigureStatus? Find(ReadOnlySpan<char> symbol) => symbol switch
    {
        [] => FigureStatus.Missing,
        ['-'] or ['–'] or ['−'] => FigureStatus.Nil,
        ['.'] => FigureStatus.NotApplicable,
        ['.', '.'] => FigureStatus.Missing,
        _ when symbol.Length <= 6 && !symbol.ContainsAnyExcept('.') => FigureStatus.OtherSymbol,
        _ => null,
    };

    /// <summary>Whether a cell of this status holds a figure.</summary>
    public static bool HasFigure(FigureStatus status) => status is FigureStatus.Figure or FigureStatus.Nil;
}
