"""The form of an answer: clean Markdown, «tu», an action, the right number of emojis, three hundred words."""

from functions.postprocess.action import NEXT_STEP, SHORT_ANSWER, has_action
from functions.postprocess.address import say_tu
from functions.postprocess.emojis import fit_emojis
from functions.postprocess.markdown import tidy
from functions.postprocess.models import Agent
from functions.postprocess.words import MAX_WORDS, count_words, limit_words


def format_answer(text: str, agent: Agent, *, addition: str = "", needs_action: bool = True) -> tuple[str, list[str]]:
    """Return an answer in the agency's form, with `addition` as its last paragraph, and what changed.

    Changes: `headings`, `markers`, `spacing`, `tutoiement`, `vouvoiement` (seen, not changed), `no_action`,
    `shortened`, `emojis_removed`, `emoji_added`.
    """
    tidied, changes = tidy(text)
    shown, changed = say_tu(tidied)
    changes += changed
    last = [ending] if (ending := addition.strip()) else []
    if needs_action and count_words(shown) > SHORT_ANSWER and not has_action(shown):
        changes.append("no_action")
        last = [NEXT_STEP, *last]
    shortened = limit_words(shown, MAX_WORDS - sum(count_words(paragraph) for paragraph in last))
    if shortened != shown:
        shortened = tidy(shortened)[0]
        changes.append("shortened")
    fitted, changed = fit_emojis(shortened, agent)
    return "\n\n".join(part for part in [fitted, *last] if part), changes + changed
