"""Text of a document made harmless for a prompt: readable as before, but nothing in it looks like a prompt's markup."""

import re

# C0 and C1 controls but tab and newline, surrogates, and the variation selectors that can hide a message.
CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\U000e0000-\U000e01ef]")
LINE_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# Format characters of Unicode (zero width, direction, tags); the joiner stays between two pictographs.
INVISIBLE = re.compile(
    "[\xad\u0600-\u0605\u061c\u06dd\u070f\u180b-\u180e\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
    "|(?<![\u2600-\u27bf\ufe0f\U0001f000-\U0001faff])\u200d|\u200d(?![\u2600-\u27bf\U0001f000-\U0001faff])"
)
BRACKETS = str.maketrans({"<": "‹", ">": "›", "＜": "‹", "＞": "›", "﹤": "‹", "﹥": "›", "［": "[", "］": "]"})
INSTRUCTION_TAG = re.compile(r"\[\s*(/?\s*(?:INST|SYS|SYSTEM|USER|ASSISTANT|TOOL)[^\]\n]{0,20})\]", re.IGNORECASE)
ROLES = r"(system|système|systeme|assistant|user|human|developer|tool)"
ROLE_HEADING = re.compile(
    rf"^([ \t]*)#*[ \t]*{ROLES}(?:[ \t]+prompt)?[ \t]*(?::|$)"
    r"|^([ \t]*)#{2,}[ \t]*(instruction|response|input)[ \t]*:",
    re.IGNORECASE | re.MULTILINE,
)
DELIMITER = re.compile(r"(={3,}|-{3,})(?=\s*(?:DÉBUT|DEBUT|FIN|EXTRAIT))", re.IGNORECASE)


def harmless(text: str, marker: str = "") -> str:
    """Return the text without controls, invisible characters, tags, role headings and this request's marker."""
    visible = INVISIBLE.sub("", CONTROLS.sub("", LINE_BREAKS.sub("\n", text))).translate(BRACKETS)
    plain = INSTRUCTION_TAG.sub(r"(\1)", visible)
    plain = ROLE_HEADING.sub(_name_role, plain)
    plain = DELIMITER.sub("…", plain)
    return plain.replace(marker, "…") if marker else plain


def harmless_line(text: str, marker: str = "") -> str:
    """Return the text made harmless, on one line."""
    return " ".join(harmless(text, marker).split())


def _name_role(found: re.Match[str]) -> str:
    return f"{found[1] or found[3] or ''}({found[2] or found[4]})"
