"""Makes a model's answer fit to be sent: guarded, formatted, with the next step that the conversation needs.

curl -H "Authorization: Bearer $FUNCTIONS_TOKEN" --json @turn.json localhost:8000/postprocess
"""
