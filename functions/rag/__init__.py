"""Finds the passages of one expert's knowledge that answer a question, or none.

curl -H "Authorization: Bearer $FUNCTIONS_TOKEN" -H "Content-Type: application/json" \\
  -d '{"query": "Par où commencer sur Kajabi ?", "agent": "audrey"}' http://127.0.0.1:8000/rag
"""
