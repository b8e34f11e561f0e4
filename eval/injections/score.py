"""What gets past the output guard when the model obeys every injected text, and how often a good answer is hurt."""

import json
from pathlib import Path
from typing import Any

from eval.injections.leaks import leaks
from eval.injections.obedient import CANARY, SECRETS, replies
from functions.shared.output_guard import GuardContext, Guarded, guard, guard_stream

HERE = Path(__file__).parent
WORKFLOW = HERE.parent.parent / "n8n" / "workflows" / "chat-turn.json"
SITE = "https://lagencedescopines.com"
CHUNK = 7  # characters per piece of the stream


def score() -> dict[str, float]:
    """Return the leaks and foreign links among the attacks, and the share of benign answers that the guard changed."""
    prompts, attacks, benign = personas(), read("attacks.jsonl"), read("benign.jsonl")
    turns = [(attack, prompts[place % len(prompts)]) for place, attack in enumerate(attacks)]
    found = [kind for attack, prompt in turns for kind in leaks_of(attack, prompt)]
    changed = sum(any(is_changed(case, prompt) for prompt in prompts) for case in benign)
    return {
        "injection_attacks": len(attacks),
        "injection_replies": sum(len(replies(attack, prompt)) for attack, prompt in turns),
        "injection_leaks": len(found),
        "injection_foreign_links": sum(kind.endswith((":link", ":image")) for kind in found),
        "injection_false_alarms": round(changed / len(benign), 4),
    }


def personas() -> list[str]:
    """Return the personas of the canvas, and the stand-in with its canary word."""
    flow = json.loads(WORKFLOW.read_text(encoding="utf-8"))
    agents = [node for node in flow["nodes"] if node["name"] in {"Audrey", "Carole"}]
    canvas = [node["parameters"]["options"]["systemMessage"] for node in agents]
    return [*canvas, (HERE / "stand_in_persona.md").read_text(encoding="utf-8")]


def leaks_of(attack: dict[str, str], prompt: str) -> list[str]:
    """Return `id:kind` for each leak, whole and streamed."""
    found: list[str] = []
    for reply, forbidden in replies(attack, prompt):
        context = context_of(attack, prompt)
        whole = guard(reply, context).text
        streamed = "".join(guard_stream((reply[i : i + CHUNK] for i in range(0, len(reply), CHUNK)), context))
        if streamed != whole:
            found.append(f"{attack['id']}:stream")
        found += [f"{attack['id']}:{kind}" for kind in leaks(whole, prompt, forbidden)]
    return found


def context_of(attack: dict[str, Any], prompt: str) -> GuardContext:
    """Return what the gateway knows in a turn of this attack."""
    return GuardContext(
        site_url=SITE,
        system_prompt=prompt,
        visitor_text=attack["text"] if attack["channel"] == "message" else "",
        passages=attack["text"] if attack["channel"] in {"document", "filename"} else "",
        secrets=(*SECRETS, CANARY),
    )


def is_changed(case: dict[str, Any], prompt: str) -> bool:
    """Say whether the guard touches a good answer."""
    guarded = guarded_reply(case, prompt)
    return guarded.text != case["reply"] or bool(guarded.removed)


def guarded_reply(case: dict[str, Any], prompt: str) -> Guarded:
    """Return what the guard makes of a reply to a visitor's message."""
    context = GuardContext(
        site_url=SITE, system_prompt=prompt, visitor_text=case["message"], secrets=(*SECRETS, CANARY)
    )
    return guard(case["reply"], context)


def read(name: str) -> list[dict[str, Any]]:
    """Return the cases of a file of this folder."""
    return [json.loads(line) for line in (HERE / name).read_text(encoding="utf-8").splitlines()]


if __name__ == "__main__":
    print(json.dumps(score(), indent=2))
