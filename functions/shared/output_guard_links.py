"""Links and images of an answer: a link survives only if its host is on the list, an image never."""

import html
import re
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

HOSTS_FILE = Path(__file__).with_name("output_guard_hosts.txt")
PARTS_LABEL = "parts:"

IMAGE = re.compile(r"!\[[^\]]*\](?:\([^)\n]*\)?|\[[^\]]*\]?)?")
DEFINITION = re.compile(r"^[ \t>]*\[[^\]\n]+\]:[ \t]*\S.*$\n?", re.MULTILINE)
MARKDOWN_LINK = re.compile(r"\[((?:[^\[\]]|\[[^\]]*\])*)\]\(\s*<?([^)\s>]*)>?(?:\s+[^)]*)?\)?")
REFERENCE_LINK = re.compile(r"\[([^\]\n]+)\]\[[^\]\n]*\]")
DOT = r"(?:\.|\s?\[\.\]\s?|\s?\(\.\)\s?|\s?\[dot\]\s?|\s?\(dot\)\s?|\s?\[point\]\s?|\s?\(point\)\s?|[。．․‧])"
SCHEME = r"(?:(?:h[tx]{2}ps?|ftps?|wss?|file|intent|blob|view-source|tg|discord|whatsapp|signal|viber|skype)\s?:\s?(?://|\\\\|/\\|\\/)|(?:mailto|tel|sms):(?=\w))"
SCRIPT = r"(?:(?:javascript|vbscript):(?=\S)|data:\s?(?=\w+/\w))"
TAIL = r"[^\s<>\"'»”’)\]}|*`]*"
# Ends of host names that people know; `.md`, `.py` and the like are names of files here.
ENDS = (
    r"(?:com|net|org|io|fr|co|ai|app|shop|store|online|site|website|xyz|info|biz|eu|be|ch|ca|uk|de|es|it|nl|pt|ru|cn|tk|ml|ga"
    r"|cf|gq|top|click|link|live|pro|tv|cc|ly|gl|gg|sh|to|page|me|example|test|invalid|localhost|onion|zip|mov|cloud|space|club"
    r"|digital|agency|google|tools|life|world|email|us|in|br|jp|win|vip|icu|buzz|rest|host|press|tech|wiki|dev)"
)
BARE = rf"(?<![\w@.%-])(?<![\w.]/)(?:[\w-]+{DOT})+(?:{ENDS}\b(?![\w.-]*@)|[a-z]{{2,}}(?=[/:?]\S))(?:[:/?#]{TAIL})?"
# « voleuse . net »: a dot between spaces, where it cannot end a sentence.
SPACED = (
    r"(?<![\w@.-])[\w-]{2,} \. ?(?:com|net|org|io|fr|ru|xyz|info|biz|eu|site|shop|link|click|app|ai|cn|example)\b"
    r"(?:/\S*)?"
)
ADDRESS = re.compile(
    rf"<?(?:{SCRIPT}{TAIL}|{SCHEME}{TAIL}|(?<![\w:/.])//[\w-]+{DOT}{TAIL}|\bwww{DOT}{TAIL}|(?://)?[\w.-]+:[^\s@/<>]+@[\w-]+\.{TAIL}|{BARE}|{SPACED})>?",
    re.IGNORECASE,
)
IP_ADDRESS = re.compile(r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?/\S*")
# « monsite point com »: an address for the ear; « le point com du lundi » is a meeting.
SPOKEN = re.compile(
    r"\b(?!(?:une?|le|ton|mon|ce|du|au|de|ma|ta|petit|votre|notre|gros|dernier|premier|prochain|chaque|faire|fais|et)\b)"
    r"[\w-]+,? (?:point|dot) (?:com|fr|net|org|io)\b(?:,? (?:slash|barre) [\w-]+)*",
    re.IGNORECASE,
)
# A messenger's name and somebody's handle: the way out of this conversation; «@ta.marque» is the reader's own.
HANDLE = re.compile(
    r"(?i:\b(?:sur|via|par|on|over) (?:telegram|whatsapp|signal|discord|messenger|viber)\b[^.!?\n@]{0,40})"
    r"(?<![\w.])@(?!(?:ta|ton|tes|mon|ma|votre|nom|exemple)\b)[\w.]{3,}\w"
)
CLOSING = ".,;:!?…"
# Without one of these there is no address in a text: most sentences end here.
HINT = re.compile(
    r"[.:。．․‧]\S|@\w|//|"
    r"\\|[\[\]]|\(\s?(?:\.|dot|point)|\s\.\s|www|\b(?:point|dot) (?:com|fr|net|org|io)\b",
    re.IGNORECASE,
)
PLACEHOLDER = re.compile(
    r"(?:[a-z-]+\.)?(?:(?:ton|mon|votre|notre|son|le|nom-?de-?(?:ton|votre)-?)-?(?:domaine|site|nom|prenom|entreprise|marque|blog|cabinet|studio"
    r"|activite|ecole|boutique|sous-domaine|adresse|mail|institut|espace|atelier)|exemple|example|domaine|yourdomain|yoursite|yourname|mydomain)"
    r"\.(?:fr|com|net|org|be|ch|ca|io)"
)
# What an example of a tracked link carries: names of a campaign, nothing that could be a message.
CAMPAIGN = re.compile(r"(?:&?utm_(?:source|medium|campaign|content|term)=[a-z0-9_-]{0,24})*")
MISSING_SPACE = re.compile(r"[^\W\d_]+\.(?!Example|Test|Invalid|Onion)[A-Z][a-z]+")
# Hosts whose pages are their users': only the front page is the vendor's.
USERS_PAGES = frozenset(
    {"docs.google.com", "drive.google.com", "sites.google.com", "forms.google.com", "script.google.com"}
    | {"hooks.zapier.com", "hooks.slack.com", "linktr.ee", "wetransfer.com", "tally.so"}
)


@lru_cache
def vendor_hosts() -> frozenset[str]:
    """Return the registered names that every answer may link to."""
    return frozenset(line for line in _lines() if not line.startswith(PARTS_LABEL))


@lru_cache
def vendor_parts() -> frozenset[str]:
    """Return the names under which a vendor speaks itself; others under its domain may be pages of its customers."""
    return frozenset(part for line in _lines() if line.startswith(PARTS_LABEL) for part in line.split()[1:])


@lru_cache(maxsize=64)
def own_hosts(urls: tuple[str, ...]) -> frozenset[str]:
    """Return the hosts of the agency's own addresses; their sub-domains are hers too."""
    hosts = (_host(url) for url in urls)
    return frozenset(host.removeprefix("www.") for host in hosts if host)


def _host(url: str) -> str:
    """Return the host of an address; a mistyped one has none, and must not take the whole answer away."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def is_placeholder(host: str) -> bool:
    """Say if a host is an example for the reader to replace, as in `tonsite.fr`."""
    return bool(PLACEHOLDER.fullmatch(host.lower().removeprefix("www.")))


def remove_foreign_links(text: str, own: frozenset[str]) -> tuple[str, set[str]]:
    """Return the text without images and foreign links (their words stay), and the kinds removed: `image`, `link`."""
    kinds: set[str] = set()
    if not HINT.search(text):
        return text, kinds

    def drop(kind: str, kept: str) -> str:
        kinds.add(kind)
        return kept

    text = IMAGE.sub(lambda found: drop("image", ""), text)
    text = DEFINITION.sub(lambda found: found[0] if _definition_allowed(found[0], own) else drop("link", ""), text)
    text = MARKDOWN_LINK.sub(
        lambda found: found[0] if is_allowed(found[2], own) else drop("link", found[1]) if found[2] else found[1], text
    )
    text = REFERENCE_LINK.sub(lambda found: drop("link", found[1]), text)
    text = ADDRESS.sub(lambda found: _keep_address(found[0], own) or drop("link", _closing(found[0])), text)
    text = HANDLE.sub(lambda found: drop("link", found[0].partition("@")[0].rstrip(" :")), text)
    text = SPOKEN.sub(lambda found: drop("link", ""), text)
    return IP_ADDRESS.sub(lambda found: drop("link", ""), text), kinds


def is_allowed(address: str, own: frozenset[str]) -> bool:
    """Say if an address leads to a host on the list: plain ASCII, no user name, no other address inside."""
    plain = html.unescape(address).strip().strip("<>").rstrip(CLOSING)
    if plain.lower().startswith("mailto:"):
        host = plain.partition("?")[0].rpartition("@")[2].lower()
        return "?" not in plain and (is_placeholder(host) or _host_allowed(host, own))
    if not plain.isascii() or "\\" in plain:
        return False
    try:
        parts = urlsplit(plain if re.match(r"https?://", plain, re.IGNORECASE) else f"https://{plain}")
        host, port, user = (parts.hostname or "").rstrip("."), parts.port, parts.username
    except ValueError:
        return False
    if is_placeholder(host) and CAMPAIGN.fullmatch(parts.query):
        return True
    if host in USERS_PAGES and (parts.path.strip("/") or parts.query):
        return False
    rest = unquote(unquote(f"{parts.path}?{parts.query}#{parts.fragment}"))
    return port in (None, 443) and not user and not _leads_elsewhere(rest) and _host_allowed(host, own)


def _leads_elsewhere(rest: str) -> bool:
    return "//" in rest or bool(
        re.search(r"[?&#](?:\w*u(?:rl|ri)?|q|to|next|dest\w*|redirect\w*|target|continue)=[^&]*\.\w", rest)
    )


def _host_allowed(host: str, own: frozenset[str]) -> bool:
    if any(host == name or host.endswith(f".{name}") for name in own):
        return True
    labels = host.split(".")
    for place in range(len(labels) - 1):
        if ".".join(labels[place:]) in vendor_hosts():
            return all(label in vendor_parts() for label in labels[:place]) or labels[-2:] == ["gouv", "fr"]
    return host in vendor_hosts()


def _keep_address(written: str, own: frozenset[str]) -> str:
    inner = written.strip("<>")
    if inner.lower() in {"http://", "https://"} or MISSING_SPACE.fullmatch(inner.rstrip(CLOSING)):
        return written
    if inner.lower().startswith("tel:"):
        return written  # a number is personal data, and judged as such
    return written if is_allowed(inner, own) else ""


def _definition_allowed(line: str, own: frozenset[str]) -> bool:
    return is_allowed(line.split("]:", 1)[1].strip().split()[0], own)


def _closing(written: str) -> str:
    """Return the punctuation after an address: it belongs to the sentence."""
    return written[len(written.rstrip(CLOSING)) :]


def _lines() -> list[str]:
    lines = HOSTS_FILE.read_text(encoding="utf-8").splitlines()
    return [line.strip().lower() for line in lines if line.strip() and not line.startswith("#")]
