"""What the output guard has to know of a turn, and which personal data may be repeated in it."""

import re
from dataclasses import dataclass

from pydantic import SecretStr

from functions.shared.output_guard_links import is_allowed, is_placeholder, own_hosts
from functions.shared.personal_data import PersonalData, find_personal_data
from functions.shared.quotation import QUOTATION, read_question
from functions.shared.settings import Settings

# A line of a document that speaks of a person the agency serves: what it holds is hers.
RECORD = re.compile(r"\b(?:client|patient|visit(?:eu|or)|inscrit|customer|user|élève|fiche)", re.IGNORECASE)

# Nobody's business in a document: only she may bring these in.
NEVER_QUOTED = ("iban", "nir", "card")
# The numbers by which everybody shows how a number is written; said of a person they are masked like any other.
EXAMPLE_PHONES = ("+33612345678", "+32470123456", "+33123456789", "+33102030405", "+33600000000", "+33601020304")
AS_EXAMPLE = re.compile(
    r"\b(?:exemple|format|comme|par ex|example|like|saisie|enregistrement|champ|formulaire|teste|modèle)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class GuardContext:
    """What the guard has to know of a turn.

    `system_prompt`: the persona's, and those of the others that are known. `visitor_text`: what the visitor wrote,
    whose personal data may be repeated to her; `question`: the newest of it (None: not known apart); `passages`: what
    was retrieved, likewise, but for records of clients. `secrets`: values that must never appear. `offers`: texts and
    addresses of the offers in force.
    """

    site_url: str
    system_prompt: str = ""
    visitor_text: str = ""
    question: str | None = None
    passages: str = ""
    secrets: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()

    @property
    def asked(self) -> str:
        """What the visitor wants to know now; nothing where no question is answered."""
        return self.visitor_text if self.question is None else self.question


def context_of_prompt(system_prompt: str, user_prompt: str, settings: Settings) -> GuardContext:
    """Return what the guard has to know of a call to the writer; what the prompt does not quote is hers."""
    quotation = QUOTATION.search(user_prompt)
    marker = (quotation["marker"],) if quotation else ()
    return GuardContext(
        site_url=settings.site_url,
        system_prompt=system_prompt,
        visitor_text=QUOTATION.sub("", user_prompt),
        question=read_question(user_prompt),
        passages=quotation["body"] if quotation else "",
        secrets=(*secrets_of(settings), *marker),
    )


def secrets_of(settings: Settings) -> tuple[str, ...]:
    """Return the secret values of the settings."""
    values = (getattr(settings, name) for name in Settings.model_fields)
    return tuple(value.get_secret_value() for value in values if isinstance(value, SecretStr))


def known_keys(context: GuardContext) -> frozenset[str]:
    """Return the keys of the personal data that the visitor, the passages or the offers brought in."""
    passages = [line for line in context.passages.splitlines() if not RECORD.search(line)]
    quoted = find_personal_data("\n".join((*passages, *context.offers)))
    hers = find_personal_data(context.visitor_text)
    return frozenset(data.key for data in (*hers, *(data for data in quoted if data.kind not in NEVER_QUOTED)))


def is_public(data: PersonalData, site_url: str, sentence: str) -> bool:
    """Say if an e-mail address is the agency's, a vendor's or an example, or a number is shown as the example it is."""
    if data.kind == "phone":
        return data.key in EXAMPLE_PHONES and bool(AS_EXAMPLE.search(sentence))
    host = data.key.rpartition("@")[2]
    return data.kind == "email" and (is_allowed(f"mailto:{data.key}", own_hosts((site_url,))) or is_placeholder(host))
