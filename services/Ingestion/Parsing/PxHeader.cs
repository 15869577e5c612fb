using System.Text;

namespace Utanforskap.Ingestion.Parsing;

/// <summary>The keywords of a PX file before its data, in the file's own language; variants in other languages are passed over.</summary>
internal sealed class PxHeader
{
    private readonly Dictionary<(string Keyword, string Subject), List<string>> _statements = [];

    /// <summary>Texts of a keyword without a subject; empty where there is none.</summary>
    public IReadOnlyList<string> Of(string keyword, string subject = "") => _statements.GetValueOrDefault((keyword, subject)) ?? [];

    /// <summary>The first text of a keyword, or null.</summary>
    public string? First(string keyword, string subject = "") => Of(keyword, subject) is [var first, ..] ? first : null;

    /// <summary>All texts of a keyword, whatever its subject, in the file's order.</summary>
    public IEnumerable<string> All(params string[] keywords) => _statements.Where(s => keywords.Contains(s.Key.Keyword)).SelectMany(s => s.Value);

    /// <summary>Reads the statements <c>KEYWORD[language]("subject","subject")="text","text";</c>.</summary>
    public static PxHeader Parse(string text, ReadLimits limits)
    {
        var header = new PxHeader();
        var reader = new Reader(text, limits);
        while (reader.Statement(header._statements))
        {
        }

        return header;
    }

    private ref struct Reader(string text, ReadLimits limits)
    {
        private readonly string _text = text;
        private int _at;
        private int _line = 1;
        private int _texts;

        public bool Statement(Dictionary<(string, string), List<string>> statements)
        {
            Blank();
            if (_at == _text.Length)
            {
                return false;
            }

            var keyword = Bare("=[(").ToUpperInvariant();
            if (keyword.Length == 0)
            {
                throw Wrong($"expected a keyword, found '{_text[_at]}'");
            }

            var foreign = false;
            if (Take('['))
            {
                Bare("]");
                Demand(']');
                foreign = true;
            }

            var subject = Take('(') ? Subject() : "";
            Demand('=');
            var texts = Texts(keyword);
            Demand(';');
            if (!foreign && !statements.TryAdd((keyword, subject), texts))
            {
                // Notes and the like may be several; here the second would hide figures.
                if (keyword is "STUB" or "HEADING" or "VALUES" or "CODES" or "KEYS")
                {
                    throw Wrong($"{keyword}{(subject.Length > 0 ? $"(\"{CubeShape.Excerpt(subject)}\")" : "")} stands twice");
                }

                statements[(keyword, subject)].AddRange(texts);
            }

            return true;
        }

        private string Subject()
        {
            var parts = new List<string>();
            do
            {
                parts.Add(Peek() == '"' ? Quoted() : Bare(",)"));
            }
            while (Take(','));
            Demand(')');
            return string.Join('\u001f', parts);
        }

        private List<string> Texts(string keyword)
        {
            var texts = new List<string>();
            do
            {
                if (Peek() == '"')
                {
                    texts.Add(Quoted());
                }
                else
                {
                    var bare = Bare(",;(");
                    if (Take('('))
                    {
                        // TLIST(A1) or TLIST(A1,"1990"-"2000"): only listed periods are of use.
                        while (Peek() is not (')' or '\0'))
                        {
                            _at++;
                        }

                        Demand(')');
                    }
                    else
                    {
                        texts.Add(bare);
                    }
                }

                if (++_texts > limits.Categories)
                {
                    throw Wrong("the file has more categories than are allowed");
                }
            }
            while (Take(','));
            if (Peek() != ';')
            {
                throw Wrong($"the statement {CubeShape.Excerpt(keyword)} does not end with a semicolon");
            }

            return texts;
        }

        /// <summary>A text in quotes; adjoining ones continue it, as long texts are broken over lines.</summary>
        private string Quoted()
        {
            string? whole = null;
            StringBuilder? longer = null;
            while (Peek() == '"')
            {
                var end = _text.IndexOf('"', _at + 1);
                if (end < 0)
                {
                    throw Wrong("a text in quotes does not end");
                }

                var part = _text[(_at + 1)..end];
                _line += part.Count(c => c == '\n');
                _at = end + 1;
                if (whole is null)
                {
                    whole = part;
                }
                else
                {
                    longer ??= new StringBuilder(whole);
                    longer.Append(part);
                    if (longer.Length > limits.StringBytes)
                    {
                        throw Wrong($"a text is longer than the {limits.StringBytes} characters that are allowed");
                    }
                }
            }

            return longer?.ToString() ?? whole!;
        }

        private string Bare(string ends)
        {
            Blank();
            var start = _at;
            while (_at < _text.Length && _text[_at] is not ('"' or '\n') && !ends.Contains(_text[_at], StringComparison.Ordinal))
            {
                _at++;
            }

            return _text[start.._at].Trim();
        }

        private char Peek()
        {
            Blank();
            return _at < _text.Length ? _text[_at] : '\0';
        }

        private bool Take(char wanted)
        {
            if (Peek() != wanted)
            {
                return false;
            }

            _at++;
            return true;
        }

        private void Demand(char wanted)
        {
            if (!Take(wanted))
            {
                throw Wrong(_at < _text.Length ? $"expected '{wanted}', found '{_text[_at]}'" : $"expected '{wanted}' before the data");
            }
        }

        private void Blank()
        {
            while (_at < _text.Length && (char.IsWhiteSpace(_text[_at]) || _text[_at] == '\uFEFF'))
            {
                _line += _text[_at] == '\n' ? 1 : 0;
                _at++;
            }
        }

        private readonly SourceFormatException Wrong(string problem) => new($"line {_line}", problem);
    }
}
