"""All functions in one process; each one also runs alone, e.g. `uvicorn functions.rag.app:app`."""

from functions.desk.app import router as desk
from functions.knowledge.app import router as knowledge
from functions.llm.app import router as llm
from functions.orchestrate.app import router as orchestrate
from functions.postprocess.app import router as postprocess
from functions.rag.app import router as rag
from functions.shared.web import create_app

app = create_app("Sales Copilot", orchestrate, rag, postprocess, llm, knowledge, desk)
