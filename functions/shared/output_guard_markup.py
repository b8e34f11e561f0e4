"""What an answer may not hold whatever it says: invisible characters, tags, template expressions, encoded blocks."""

import html
import re

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
    r"(?<![\w/+.?=&%-])(?:(?=[A-Za-z+/]*\d)(?=[^A-Z\s]*[A-Z])(?=[^a-z\s]*[a-z])[A-Za-z0-9+/]{32,}={0,2}"
    r"|[A-Za-z0-9+/]{16,}={1,2}|[0-9a-fA-F]{32,}|[A-Z2-7]{32,}={0,6})(?![\w/+])"
    r"|(?i:(?:\\x[0-9a-f]{2}|%[0-9a-f]{2}|\\u[0-9a-f]{4}){8,})|(?<![\w])(?:[0-9a-fA-F]{2} ){11,}[0-9a-fA-F]{2}"
    r"|(?:[01]{8} ?){6,}"
)


def remove_hidden(text: str) -> str:
    """Return the text without control, zero-width, direction and tag characters."""
    return INVISIBLE.sub("", CONTROLS.sub("", LINE_BREAKS.sub("\n", text)))


def remove_markup(text: str, *, in_code: bool) -> tuple[str, set[str]]:
    """Return the text without tags (in code: those that act), expressions and encoded blocks, and the kinds removed."""
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
