"""How many emojis an expert uses: Audrey one at most, Carole one to five; those in quotes and code are examples."""

import re

import emoji

from functions.postprocess.models import Agent

LIMITS: dict[Agent, tuple[int, int]] = {"audrey": (0, 1), "carole": (1, 5), "escalate": (0, 1)}
CAROLES = "✨"
QUOTED = re.compile(r"«[^«»]*»|“[^“”]*”|```.*?```|`[^`\n]+`", re.DOTALL)
# Where an emoji can be: a run of pictures, keycaps and joiners. The library reads letter by letter, and slowly.
PICTURES = re.compile("[#*0-9]?[\xa9\xae\u200d\u203c\u2049\u20e3\u2122-\u3299\ufe0f\U0001f000-\U000e007f]+")
SIGNS = frozenset("©®™↔↩↪ℹ▶◀☑✔✖➡⬅⬆⬇")  # typography, not feeling


def fit_emojis(text: str, agent: Agent) -> tuple[str, list[str]]:
    """Return the text with as many emojis as suit the expert, and what was changed: `emojis_removed`, `emoji_added`."""
    fewest, most = LIMITS[agent]
    places = _places(text)
    if len(places) > most:
        return _without(text, places[most:]), ["emojis_removed"]
    if len(places) < fewest and not _places(text, quoted=True) and text.strip():
        return f"{text.rstrip()} {CAROLES}" if text.rstrip()[-1] not in "`|" else f"{text.rstrip()}\n\n{CAROLES}", [
            "emoji_added"
        ]
    return text, []


def _places(text: str, *, quoted: bool = False) -> list[tuple[int, int]]:
    skipped = [] if quoted else [found.span() for found in QUOTED.finditer(text)]
    found = [
        (run.start() + one["match_start"], run.start() + one["match_end"])
        for run in PICTURES.finditer(text)
        for one in emoji.emoji_list(run[0])
        if one["emoji"][0] not in SIGNS
    ]
    return [place for place in found if not any(start <= place[0] < end for start, end in skipped)]


def _without(text: str, places: list[tuple[int, int]]) -> str:
    for start, end in reversed(places):
        before, after = text[:start], text[end:]
        if before.endswith(" ") and (not after or after[0] in " \n.,!?;:"):
            before = before[:-1]
        text = before + (after[1:] if (not before or before[-1] in "\n") and after.startswith(" ") else after)
    return text
