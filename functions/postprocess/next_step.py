"""What the conversation needs after this answer: a person, an offer, or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from functions.postprocess.loop import LoopKind, find_loop
from functions.postprocess.models import Agent, Offer, Trigger
from functions.postprocess.upsell import choose_offer

PERSON_OFFER = (
    "Si tu préfères, une personne de l'équipe peut prendre le relais : dis-moi « je veux parler à quelqu'un »."
)
PERSON_OFFER_SIGN = "dis-moi « je veux parler à quelqu'un »"
HANDOFF = (
    "Je vois que ça bloque, et je ne veux pas te faire tourner en rond : une personne de l'équipe prend le relais."
)


@dataclass(frozen=True)
class NextStep:
    """The paragraph to add, the offer to show, and who goes on."""

    addition: str = ""
    offer: Offer | None = None
    next_action: Literal["human_handoff"] | None = None


@dataclass(frozen=True)
class Situation:
    """What was read in the turn; `visitor` and `assistant` are their messages, `offers_made` is None when not known."""

    agent: Agent
    kind: LoopKind | None
    frustrated: bool
    trigger: Trigger | None
    welcome: bool
    visitor: Sequence[str]
    assistant: Sequence[str]
    offers: Sequence[Offer]
    offers_made: Sequence[str] | None


def choose_next_step(turn: Situation) -> NextStep:
    """Hand over to a person, offer one, propose an offer, or do nothing; never sell to who is stuck or upset."""
    if turn.agent == "escalate":
        return NextStep(next_action="human_handoff")
    if turn.kind == "stuck":
        if turn.frustrated:
            return NextStep(addition=HANDOFF, next_action="human_handoff")
        offered = any(PERSON_OFFER_SIGN in message for message in turn.assistant)
        return NextStep(addition="" if offered else PERSON_OFFER)
    if not turn.welcome:
        return NextStep()
    wanted = turn.trigger or ("training" if turn.kind == "deepening" and not _deepened_before(turn) else None)
    return NextStep(offer=choose_offer(wanted, turn.agent, turn.offers, turn.offers_made or ()) if wanted else None)


def _deepened_before(turn: Situation) -> bool:
    """Say if an earlier message already deepened: where the offers made are not known, one was made then."""
    if turn.offers_made is not None:
        return False
    before = range(1, len(turn.visitor))
    return any(find_loop(turn.visitor[:end], turn.assistant[: end - 1]) == "deepening" for end in before)
