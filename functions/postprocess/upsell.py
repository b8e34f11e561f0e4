"""Which offer, if any, a message asks for; the offers themselves are data that marketers edit."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import cast

from pydantic import TypeAdapter

from functions.postprocess.models import Agent, Offer, Trigger
from functions.postprocess.upsell_features import upsell_features
from functions.shared.linear_model import load_model, probabilities

NO_TRIGGER = "none"
SURE_FROM = 0.4  # probability; a missed offer costs less than an offer out of place


@lru_cache
def built_in_offers() -> tuple[Offer, ...]:
    """Return the offers of `offers.json`, for a request that brings none."""
    text = Path(__file__).with_name("offers.json").read_text(encoding="utf-8")
    return tuple(TypeAdapter(list[Offer]).validate_json(text))


def find_trigger(message: str) -> Trigger | None:
    """Return what the message wants from us: a price, a training, the work done, help with too much; or nothing."""
    chances = probabilities(load_model("postprocess/upsell"), upsell_features(message))
    likeliest = max(chances, key=chances.__getitem__)
    return None if likeliest == NO_TRIGGER or chances[likeliest] < SURE_FROM else cast(Trigger, likeliest)


def choose_offer(trigger: Trigger, agent: Agent, offers: Sequence[Offer], made: Sequence[str]) -> Offer | None:
    """Return the first offer of the trigger for this expert whose cap per conversation is not reached."""
    fitting = (offer for offer in offers if offer.trigger == trigger and offer.agent in (agent, "any"))
    return next((offer for offer in fitting if made.count(offer.offer) < offer.max_per_conversation), None)
