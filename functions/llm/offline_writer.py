"""The answer without a language model: what the retrieved passages say, in the persona's frame, marked as such."""

import re
from collections.abc import Sequence

from functions.llm.models import Message
from functions.llm.offline_frames import FRAMES, MENTION_DEMO, MENTION_OUTAGE, NOTE_IN_ENGLISH, Frame
from functions.llm.offline_reading import Finding, find_answers
from functions.shared.output_guard_money_asked import asks_our_money
from functions.shared.quotation import KNOWLEDGE_AWAY, read_question, read_quotation
from functions.shared.text import words

PERSONA = re.compile(r"\bTu es (Audrey|Carole)\b", re.IGNORECASE)
GREETINGS = frozenset("bonjour bonsoir salut coucou hello hi hey".split())  # noqa: SIM905 - read as a sentence
SMALL_TALK = GREETINGS | frozenset(
    "merci beaucoup super genial parfait top ok okay d accord bonne journee soiree ca va et toi bien tout tres a "  # noqa: SIM905
    "bientot au revoir bye bisous audrey carole thanks thank you c est cool pour ton aide ta reponse".split()
)
ENGLISH = frozenset("the how do does i my what is are to for with can you should when where why and of".split())  # noqa: SIM905
LONGEST_SMALL_TALK = 8


def write(messages: Sequence[Message], *, outage: bool) -> str:
    """Return an answer to the last question; `outage` says that language models exist but failed."""
    system = " ".join(message.text() for message in messages if message.role in ("system", "developer"))
    prompt = next((message.text() for message in reversed(messages) if message.role == "user"), "")
    persona = PERSONA.search(system)
    frame = FRAMES[persona[1].lower() if persona else "audrey"]
    question = read_question(prompt)
    mention = MENTION_OUTAGE if outage else MENTION_DEMO
    parts = [f"_{mention}._", *([NOTE_IN_ENGLISH] if is_english(question) else []), _body(frame, question, prompt)]
    return "\n\n".join(parts)


def is_small_talk(question: str) -> bool:
    """Say whether the message is a greeting or thanks and nothing else."""
    said = words(question)
    return len(said) <= LONGEST_SMALL_TALK and all(word in SMALL_TALK for word in said)


def is_english(question: str) -> bool:
    """Say whether at least a quarter of the words are common English ones."""
    said = words(question)
    return bool(said) and sum(word in ENGLISH for word in said) >= max(2, len(said) / 4)


def _body(frame: Frame, question: str, prompt: str) -> str:
    if is_small_talk(question):
        return frame.hello if not words(question) or GREETINGS & set(words(question)) else frame.thanks
    if asks_our_money(question):
        return frame.price
    if KNOWLEDGE_AWAY in prompt:
        return frame.away
    findings = find_answers(question, read_quotation(prompt), trust_search=is_english(question))
    if not findings:
        return frame.nothing_found
    return "\n\n".join([frame.opening, _list(frame, findings), frame.action, _sources(findings)])


def _list(frame: Frame, findings: Sequence[Finding]) -> str:
    bullets = (f"{n}." if frame.numbered else "-" for n in range(1, len(findings) + 1))
    return "\n".join(f"{bullet} {finding.text}" for bullet, finding in zip(bullets, findings, strict=False))


def _sources(findings: Sequence[Finding]) -> str:
    titles = list(dict.fromkeys(finding.source for finding in findings))
    return ("Source : " if len(titles) == 1 else "Sources : ") + ", ".join(f"« {title} »" for title in titles)
