"""Which addresses may become a link, and the address of the form that fills a gap."""

from urllib.parse import urlencode, urlsplit

# Seen from /webhook/equipe/lacunes.
ADD_DOCUMENT = "../../form/ajouter-un-document"
LONGEST_SUBJECT = 150


def safe_link(url: str | None) -> str | None:
    """Return the address if it is plain http or https, otherwise None: it came from a visitor's browser."""
    if not url or any(c.isspace() or not c.isprintable() or c in '\\"<>' for c in url):
        return None
    try:
        parts = urlsplit(url)
        known = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.username is None
    except ValueError:
        return None
    return url if known else None


def add_document_link(question: str) -> str:
    """Return the address of the « Ajouter un document » form with this question as its subject."""
    subject = " ".join(question.split())[:LONGEST_SUBJECT]
    return f"{ADD_DOCUMENT}?{urlencode({'sujet': subject})}"
