from functions.llm.forwarding import THINKING_TOKENS, body_for
from functions.llm.models import ChatRequest

MESSAGES = [{"role": "user", "content": "Bonjour"}]


def asked(**fields: object) -> ChatRequest:
    return ChatRequest.model_validate({"model": "asked", "messages": MESSAGES, **fields})


def test_the_model_is_the_one_whose_turn_it_is() -> None:
    assert body_for(asked(), "other")["model"] == "other"


def test_unknown_fields_are_dropped_and_not_refused() -> None:
    assert set(body_for(asked(user="x", store=True, metadata={}, brand_new=1), "m")) == {
        "model",
        "messages",
        "max_completion_tokens",
        "reasoning",
    }


def test_thinking_does_not_eat_the_answer() -> None:
    assert body_for(asked(max_tokens=800), "m")["max_completion_tokens"] == 800 + THINKING_TOKENS
    assert body_for(asked(max_tokens=800, reasoning_effort="none"), "m")["max_completion_tokens"] == 800


def test_the_canvas_may_change_the_effort_in_either_way() -> None:
    assert body_for(asked(), "m")["reasoning"] == {"effort": "low"}
    assert body_for(asked(reasoning_effort="high"), "m")["reasoning"] == {"effort": "high"}
    assert body_for(asked(reasoning={"effort": "none"}), "m")["reasoning"] == {"effort": "none"}


def test_messages_arrive_as_they_were_sent() -> None:
    messages = [
        {
            "role": "system",
            "content": [{"type": "text", "text": "Tu es Audrey", "cache_control": {"type": "ephemeral"}}],
        },
        {"role": "assistant", "content": None, "tool_calls": [{"id": "c", "type": "function", "function": {}}]},
        {"role": "tool", "content": "42", "tool_call_id": "c"},
        {"role": "user", "content": "{accolades} <b>'; drop table 👩‍💻"},
    ]
    sent = body_for(ChatRequest.model_validate({"model": "m", "messages": messages}), "m")["messages"]
    assert sent[0] == messages[0]
    assert sent[1]["tool_calls"] == messages[1]["tool_calls"]
    assert sent[2:] == messages[2:]


def test_the_text_of_a_message_is_read_out_of_its_parts() -> None:
    parts = [{"type": "text", "text": "Bonjour"}, {"type": "image_url", "image_url": {"url": "x"}}]
    (message,) = asked(messages=[{"role": "user", "content": parts}]).messages
    assert message.text() == "Bonjour"
