"""Decides who answers a message: Audrey, Carole or a person.

curl -H "Authorization: Bearer $FUNCTIONS_TOKEN" --json '{"message": "Mon tunnel fuit"}' localhost:8000/orchestrate
"""
