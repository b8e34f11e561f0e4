"""Draws the team's pages: the conversations that wait for a person, and the questions that knowledge lacks.

curl -H "Authorization: Bearer $FUNCTIONS_TOKEN" -H "Content-Type: application/json" \\
  -d '{"waiting": [], "open": null}' http://127.0.0.1:8000/desk/team
"""
