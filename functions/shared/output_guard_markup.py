"""What an answer may not hold whatever it says: invisible characters, tags, template expressions, encoded blocks."""

import html
import re
import unicodedata

from functions.shared.harmless import CONTROLS, INVISIBLE, LINE_BREAKS

TAG = re.compile(
    r"<!--.*?(?:-->|$)|<(script|style|svg|iframe|object|noscript|template)\b[^>]*>.*?</\1\s*>|<(?!https?://|mailto:)/?[a-zA-Z!?][^<>]*>?",
    re.DOTALL | re.I,
)
DANGEROUS_TAG = re.compile(
    r"</?(?:script|style|svg|iframe|object|embed|form|input|button|meta|link|base|img|video|audio|marquee|math|template|body|html)\b"
    r"[^<>]*>?|<[^<>]*(?:\bon\w+\s*=|javascript:|srcdoc|style\s*=)[^<>]*>?",
    re.IGNORECASE,
)
INLINE_CODE = re.compile(r"(`+)(?:(?!\1).)+?\1", re.DOTALL)
ENTITY = re.compile(
    r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|colon|period|sol|lt|gt|lpar|rpar|lsqb|rsqb|commat|Tab|NewLine);", re.IGNORECASE
)
EXPRESSION = re.compile(
    r"\{\{[^{}]*(?:\$|constructor|process|require|env|__|=>|\()[^{}]*\}?\}?|\$\{[^{}]*\}|\$\((?=[a-z./])[^()]*\)|<%.*?%>|#\{[^{}]*\}",
    re.IGNORECASE,
)
ENCODED = re.compile(
    r"(?<![\w/+.?=&%-])(?:(?=[^\d\s]*\d)(?=[^A-Z\s]*[A-Z])[A-Za-z0-9_-]{64,}+"
    r"|(?=[A-Za-z+/]*\d)(?=[^A-Z\s]*[A-Z])(?=[^a-z\s]*[a-z])[A-Za-z0-9+/]{32,}={0,2}"
    r"|[A-Za-z0-9+/]{16,}={1,2}|[0-9a-fA-F]{32,}|[A-Z2-7]{32,}={0,6})(?![\w/+])"
    r"|(?i:(?:\\x[0-9a-f]{2}|%[0-9a-f]{2}|\\u[0-9a-f]{4}){8,})|(?<![\w])(?:[0-9a-fA-F]{2} ){11,}[0-9a-fA-F]{2}"
    r"|(?:[01]{8} ?){6,}"
)


# Without one of these a text holds no markup: most sentences end here.
HINT = re.compile(r"[<&{}%\\#]|\$\(|[\w+/=]{16}|[0-9a-fA-F]{2} [0-9a-fA-F]{2} [0-9a-fA-F]{2} |[01]{8}")
# Full-width and mathematical letters: a browser shows what looks like the plain ones.
STYLED = {
    code: plain
    for code in (*range(0xFF01, 0xFF5F), *range(0x1D400, 0x1D800))
    if (plain := unicodedata.normalize("NFKC", chr(code))) != chr(code)
}
MAYBE_STYLED = re.compile("[\uff01-\uff5e\U0001d400-\U0001d7ff]")
# Cyrillic and Greek letters that look Latin; in a text they are turned where the word has Latin letters
# as well; not in an address, which they make foreign.
LOOKALIKES = str.maketrans(
    "аеорсухіѕјԁһԛԝАВЕКМНОРСТХІЅЈΑΒΕΖΗΙΚΜΝΟΡΤΥΧοα", "aeopcyxisjdhqwABEKMHOPCTXISJABEZHIKMNOPTYXoa"
)
MIXED_WORD = re.compile(r"(?<![\w.@/:-])(?=\w*[A-Za-z])(?=\w*[\u0370-\u052f])\w++(?![.@/:-]\w)")
FOREIGN_LETTER = re.compile(r"[\u0370-\u052f]")


def remove_hidden(text: str) -> str:
    """Return the text without invisible characters, and with plain letters for those that only look like them."""
    if text.isascii() and "\r" not in text and not CONTROLS.search(text):
        return text
    plain = text.translate(STYLED) if MAYBE_STYLED.search(text) else text
    if FOREIGN_LETTER.search(plain):
        plain = MIXED_WORD.sub(lambda found: found[0].translate(LOOKALIKES), plain)
    return INVISIBLE.sub("", CONTROLS.sub("", LINE_BREAKS.sub("\n", plain)))


def remove_markup(text: str, *, in_code: bool) -> tuple[str, set[str]]:
    """Return the text without tags (in code: those that act), expressions and encoded blocks, and the kinds removed."""
    if not HINT.search(text):
        return text, set()
    plain = text if in_code else ENTITY.sub(lambda found: html.unescape(found[0]), text)
    shown = DANGEROUS_TAG.sub("", plain) if in_code else _outside_code(plain)
    shown = EXPRESSION.sub("", shown)
    decoded = ENCODED.sub("", shown)
    kinds = {"markup"} if shown != plain else set[str]()
    return decoded, kinds | ({"encoded"} if decoded != shown else set())


def _outside_code(text: str) -> str:
    parts: list[str] = []
    end = 0
    for code in INLINE_CODE.finditer(text):
        parts += [TAG.sub("", text[end : code.start()]), DANGEROUS_TAG.sub("", code[0])]
        end = code.end()
    return "".join([*parts, TAG.sub("", text[end:])])
