"""The model providers on loopback: their wire formats, deterministic answers, and faults on demand.

uvicorn dev.simulator.app:app --port 9900   (then OPENROUTER_BASE_URL=http://127.0.0.1:9900/openrouter/api/v1 and so on)
"""
