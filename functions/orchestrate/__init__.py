"""Decides who answers a message: Audrey, Carole or a person.

curl -H "Authorization: Bearer $FUNCTIONS_TOKEN" -H "Content-Type: application/json" -d '{"message": "Mon tunnel ne convertit pas"}' localhost:8000/orchestrate
"""
