"""Decides which language model writes an answer, behind OpenAI's chat completions interface.

curl -H "Authorization: Bearer $FUNCTIONS_TOKEN" -H 'Content-Type: application/json' -d '{"model": "anthropic/claude-sonnet-5.5", "messages": [{"role": "user", "content": "Bonjour"}]}' localhost:8000/llm/v1/chat/completions
"""  # noqa: E501
