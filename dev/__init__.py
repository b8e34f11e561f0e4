"""The stack without Docker: Postgres, PostgREST, the functions, n8n and the demo page on one machine."""
