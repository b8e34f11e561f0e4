"""Turns files into the passages that each expert answers from.

curl -H "Authorization: Bearer $FUNCTIONS_TOKEN" -F file=@guide.pdf http://127.0.0.1:8000/knowledge/documents
"""
