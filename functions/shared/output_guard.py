"""The output guard: what a model writes, made fit to be shown, whole or as a stream, with the same result.

A text is judged sentence by sentence (line by line in code). What is forbidden is cut out of its sentence (links, tags,
keys, personal data) or replaces it (a promise, a fragment of the prompt, a false identity). A stream is held back until
its sentence is whole (600 characters at most), so nothing is ever shown first and removed later; only the everyday
words that open an answer may go ahead, where the caller asks for it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from functions.shared.output_guard_context import GuardContext, is_public, known_keys
from functions.shared.output_guard_lead import join, lead_length
from functions.shared.output_guard_links import own_hosts, remove_foreign_links
from functions.shared.output_guard_markup import remove_hidden, remove_markup
from functions.shared.output_guard_persona import find_claim
from functions.shared.output_guard_promises import promises
from functions.shared.output_guard_prompt import MEMORY, Tail, is_short_line, quotes_prompt
from functions.shared.output_guard_rules import asks_for_rules, rules_in, tells_rules
from functions.shared.output_guard_secrets import compact, remove_secret_shapes, shows_secret
from functions.shared.output_guard_segments import next_cut
from functions.shared.personal_data import find_personal_data, mask_personal_data

GuardKind = Literal[
    "hidden",
    "markup",
    "encoded",
    "image",
    "link",
    "secret",
    "prompt",
    "personal_data",
    "promise",
    "persona",
    "other_visitor",
]
INSTEAD = {
    "promise": "Pour les tarifs, un échange découverte gratuit te donnera une réponse précise.",
    "prompt": "Mes consignes restent internes, mais je t'explique volontiers comment je peux t'aider.",
    "secret": "",
    "persona": "Je suis une assistante virtuelle de l'agence.",
    "other_visitor": "Je n'ai accès qu'à notre conversation.",
}
NOTHING_LEFT = "Je ne peux pas répondre à cela ici. Dis-moi sur quoi tu veux avancer, et on s'y met ensemble."
LIST_ITEM = ("- ", "* ", "+ ", "> ", "#")
PIECE = 2_000  # characters taken at a time, so that a long answer is not copied at each sentence


@dataclass(frozen=True)
class Guarded:
    """A text fit to be shown, and the kinds of what was removed from it."""

    text: str
    removed: list[GuardKind]


def guard(text: str, context: GuardContext) -> Guarded:
    """Return the text without anything forbidden; `NOTHING_LEFT` when nothing else is left of it."""
    stream = GuardStream(context)
    shown = stream.feed(text) + stream.finish()
    return Guarded(shown, stream.removed)


def guard_stream(pieces: Iterable[str], context: GuardContext) -> Iterator[str]:
    """Yield a guarded stream: its concatenation is `guard` of the concatenated pieces, however they were cut."""
    stream = GuardStream(context)
    for piece in pieces:
        if shown := stream.feed(piece):
            yield shown
    if shown := stream.finish():
        yield shown


@dataclass
class GuardStream:
    """One answer on its way out; feed it pieces, show what it returns, and finish it.

    With `eager`, the everyday words at its very beginning do not wait for the end of their sentence.
    """

    context: GuardContext
    eager: bool = False
    removed: list[GuardKind] = field(default_factory=list[GuardKind])
    _held: str = ""
    _before: str = ""
    _tail: Tail = field(default_factory=Tail)
    _shown_tail: str = ""
    _in_code: bool = False
    _leaking: bool = False
    _short_lines: int = 0
    _rules: frozenset[str] = frozenset()
    _said: set[str] = field(default_factory=set[str])
    _visible: bool = False
    _anything: bool = False
    _begun: bool = False
    _led: int = 0

    def feed(self, piece: str) -> str:
        """Take the next piece of the answer and return what may be shown now."""
        return "".join(self._take(piece[start : start + PIECE]) for start in range(0, len(piece), PIECE))

    def finish(self) -> str:
        """Return the rest, once the answer is complete."""
        segment, self._held = self._held, ""
        shown = self._judge(segment) if segment else ""
        return shown if self._visible or not self._anything else shown + NOTHING_LEFT

    def _take(self, piece: str) -> str:
        examined = len(self._held)
        self._held += piece
        shown: list[str] = []
        while (length := next_cut(self._held, examined)) is not None:
            segment, self._held, examined = self._held[:length], self._held[length:], 0
            shown.append(self._judge(segment))
        return "".join([*shown, self._lead()])

    def _lead(self) -> str:
        """Return the everyday words that came since the last piece, as long as the first sentence is not judged."""
        if self._begun or not self.eager:
            return ""
        start, self._led = self._led, lead_length(self._held)
        return self._held[start : self._led]

    def _judge(self, segment: str) -> str:
        """Return one whole segment as it may be shown."""
        self._anything = self._anything or bool(segment.strip())
        shown = self._clean(segment)
        replaced = self._replacement(shown)
        self._remember(segment, shown)
        if replaced is not None:
            shown = self._instead(shown, replaced)
        self._visible = self._visible or any(c.isalnum() for c in shown)
        return self._behind_lead(segment, shown)

    def _behind_lead(self, segment: str, shown: str) -> str:
        """Return what of a judged segment is still to be shown."""
        if self._begun or not self.eager:
            return shown
        self._begun = bool(segment.strip())
        whole = join(segment[: lead_length(segment)], shown)
        start, self._led = self._led, 0
        return whole[start:]

    def _clean(self, segment: str) -> str:
        visible = remove_hidden(segment)
        self._note({"hidden"} if visible != segment else set())
        fence = visible.lstrip().startswith(("```", "~~~"))
        shown, kinds = remove_markup(visible, in_code=self._in_code or fence)
        self._note(kinds)
        if fence:
            self._in_code = not self._in_code
        for rule in (self._unlink, remove_secret_shapes):
            shown, kinds = rule(shown)
            self._note(kinds)
        return self._mask(shown)

    def _unlink(self, text: str) -> tuple[str, set[str]]:
        return remove_foreign_links(text, own_hosts((self.context.site_url, *self.context.offers)))

    def _mask(self, text: str) -> str:
        found = find_personal_data(text)
        if not found:
            return text
        public = {data.key for data in found if is_public(data, self.context.site_url, text)}
        masked = mask_personal_data(text, known_keys(self.context) | public)
        self._note({"personal_data"} if masked != text else set())
        return masked

    def _replacement(self, shown: str) -> GuardKind | None:
        """Name why the whole segment must not be shown, if so."""
        if shows_secret(self._shown_tail, shown, self.context.secrets):
            return "secret"
        if (self._leaking and shown.strip()) or self._quotes_prompt(shown) or self._tells_rules(shown):
            return "prompt"
        claim = find_claim(shown)
        self._leaking = self._leaking or claim == "prompt"
        if claim is None and self._promises(shown):
            return "promise"
        return claim

    def _quotes_prompt(self, shown: str) -> bool:
        already, short = "prompt" in self._said, self._short_lines
        return quotes_prompt(self._tail, shown, self.context.system_prompt, already=already, short_lines=short)

    def _promises(self, shown: str) -> bool:
        context = self.context
        return promises(
            shown,
            before=self._before,
            visitor=context.visitor_text,
            question=context.asked,
            allowed="\n".join(context.offers),
        )

    def _tells_rules(self, shown: str) -> bool:
        """Say if a segment tells one rule of the persona too many."""
        told = rules_in(shown, self.context.system_prompt)
        self._rules |= told
        return bool(told) and tells_rules(self._rules, asked=asks_for_rules(self.context.asked))

    def _remember(self, segment: str, shown: str) -> None:
        self._short_lines += is_short_line(segment, self.context.system_prompt)
        self._tail = self._tail.then(segment)
        self._shown_tail = (self._shown_tail + compact(shown))[-MEMORY:]
        if segment.strip():
            self._before = segment

    def _instead(self, shown: str, kind: GuardKind) -> str:
        """Return what stands in the place of a segment: its sentence once per answer, the spaces around it always."""
        self._note({kind})
        text = "" if kind in self._said else INSTEAD[kind]
        self._said.add(kind)
        body = shown.strip()
        start, end = shown[: len(shown) - len(shown.lstrip())], shown[len(shown.rstrip()) :]
        mark = next((mark for mark in LIST_ITEM if body.startswith(mark) and mark != "#"), "") if text else ""
        return f"{start}{mark}{text}{end}"

    def _note(self, kinds: Iterable[str]) -> None:
        for kind in sorted(kinds):
            if kind not in self.removed:
                self.removed.append(kind)  # pyright: ignore[reportArgumentType]
