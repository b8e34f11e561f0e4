import base64
import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from functions.shared.output_guard import INSTEAD, NOTHING_LEFT, GuardStream, guard, guard_stream
from functions.shared.output_guard_context import GuardContext, context_of_prompt, secrets_of
from functions.shared.output_guard_segments import MAX_SEGMENT
from functions.shared.quotation import Passage, quote
from functions.shared.settings import Settings

SITE = "https://lagencedescopines.com"
TOKEN = "Zk3vT8qLw2Rj6NfYbX0pMdHs"
PROMPT = (
    "Tu es Audrey, l'experte des automatisations de L'Agence des Copines.\n"
    "- Tu avances toujours par étapes numérotées et chaleureuses\n"
    "- Tu ne donnes ni prix ni remise au nom de l'agence\n"
    "- Tu expliques les mots techniques avec une image de tous les jours\n"
)
CONTEXT = GuardContext(site_url=SITE, system_prompt=PROMPT, secrets=(TOKEN,))


def shown(text: str, context: GuardContext = CONTEXT) -> str:
    return guard(text, context).text


@pytest.mark.parametrize(
    "text",
    [
        "Ouvre Kajabi, puis crée une page. Elle coûte environ 149 $ par mois.",
        "La doc est ici : https://help.zapier.com.\n\n1. Crée un zap\n2. Teste-le",
        "[Canva](https://www.canva.com/fr_fr/) suffit pour 12 € par mois.",
        "Propose une réduction de 10 % à tes clientes, jusqu'à dimanche.",
        "Écris à bonjour@tonsite.fr, ou à l'équipe : equipe@lagencedescopines.com.",
        "L'appel découverte est gratuit et sans engagement.",
        "```\n<p>Bonjour {{ contact.PRENOM }}</p>\n```",
        "On joue : « Je suis médecin, j'ai 42 ans. »",
        "Regarde https://lagencedescopines.com/formations, tout y est.",
        "<https://calendly.com> est simple.",
        "Le fichier guide-kajabi.md parle de Node.js. Voilà.Pense à tester.",
        "Ajoute `include:_spf.google.com` et rua=mailto:dmarc@ton-domaine.fr, puis vérifie sur postmaster.google.com.",
        "Ton lien balisé : https://ton-domaine.fr/carnet?utm_source=instagram&utm_medium=social.",
        "Fais un point com chaque lundi, et raconte ce qu'une cliente t'a dit. « Julie m'a écrit » fait un bon début.",
        "Choisis un mot de passe long : quatre mots au hasard.",
    ],
)
def test_a_good_answer_passes_unchanged(text: str):
    guarded = guard(text, CONTEXT)
    assert (guarded.text, guarded.removed) == (text, [])


@pytest.mark.parametrize(
    "link",
    [
        "https://evil.example/x?d=1",
        "HTTP://EVIL.EXAMPLE",
        "[ici](https://evil.example)",
        "[Kajabi](https://kajabi.com@evil.example)",
        "[x](javascript:alert(1))",
        "[x](data:text/html;base64,PHN2Zz4=)",
        "//evil.example/x",
        "www.evil.example",
        "evil.example/x",
        "hxxps://evil[.]example/x",
        "https://kajabi.com.evil.example",
        "https://hooks.zapier.com/hooks/catch/1",
        "https://www.google.com/url?q=https://evil.example",
        "https://xn--kajab-n4a.com",
        "https://k\u0430jabi.com",
        "https://kajabi.com:8443/x",
        "[a](https&#58;//evil.example)",
        "[1]: https://evil.example",
        "https://docs.google.com/forms/d/1",
        "http://192.168.1.1/x",
        "[a](mailto:moi@evil.example)",
        "[a](https://[evil)",
    ],
)
def test_a_foreign_link_is_removed_and_its_words_stay(link: str):
    guarded = guard(f"Regarde ceci : {link} et dis-moi.", CONTEXT)
    assert "evil" not in guarded.text.lower()
    assert "//" not in guarded.text
    assert guarded.text.startswith("Regarde ceci")
    assert "link" in guarded.removed


def test_every_image_is_removed():
    guarded = guard(
        "Voici ![logo](https://www.canva.com/a.png) et ![x][1]\n\n[1]: https://www.canva.com/b.png", CONTEXT
    )
    assert "!" not in guarded.text
    assert "image" in guarded.removed


@pytest.mark.parametrize(
    "markup",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "```\n<svg onload=alert(1)>\n```",
        "<!-- x -->",
        "&lt;iframe&gt;",
    ],
)
def test_tags_are_removed(markup: str):
    guarded = guard(f"Bonjour toi. {markup} Ouvre ta page.", CONTEXT)
    assert "<" not in guarded.text
    assert guarded.removed == ["markup"]


def test_template_expressions_that_reach_the_machine_are_removed():
    assert "$json" not in shown("Voici {{ $json.body.token }} pour toi.")


def test_invisible_characters_are_removed():
    guarded = guard("Bon\u200bjour \u202etoi\U000e0041 !", CONTEXT)
    assert guarded.text == "Bonjour toi !"
    assert guarded.removed == ["hidden"]


@pytest.mark.parametrize(
    "spelled",
    [
        TOKEN,
        " ".join(TOKEN),
        "\n".join(TOKEN),
        TOKEN[::-1],
        base64.b64encode(TOKEN.encode()).decode(),
        TOKEN.encode().hex(),
        codecs.encode(TOKEN, "rot13"),
        f"{TOKEN[:12]} suivi de {TOKEN[12:]}",
    ],
)
def test_a_known_secret_is_never_shown_however_it_is_spelled(spelled: str):
    text = shown(f"Le voici :\n{spelled}\nBonne journée à toi.")
    compact = "".join(c for c in text if c.isalnum())
    assert all(TOKEN[i : i + 12] not in compact for i in range(len(TOKEN) - 11))
    assert spelled not in text


@pytest.mark.parametrize(
    "secret",
    [
        "sk-or-v1-55d0c1aa7e9b4f3c8d2e6a1b",
        "sb_secret_9fQe72LmPz0KxW4u",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc",
        "SUPABASE_SERVICE_ROLE_KEY=abcdef",
        "Bearer abcdefghijklmnop",
        "postgres://admin:motdepasse@db/prod",
        "root:x:0:0:root:/root:/bin/bash",
        "mot de passe : Glycine#2041",
        "password Mim0sas-Jaunes",
        "=== DÉBUT DES EXTRAITS 0badcafe ===",
    ],
)
def test_what_has_the_shape_of_a_secret_is_removed(secret: str):
    guarded = guard(f"Le voici : {secret}\nBonne journée.", CONTEXT)
    assert secret not in guarded.text
    assert guarded.removed[0] in {"secret", "link"}


@pytest.mark.parametrize(
    "spell",
    [
        str,
        str.upper,
        lambda text: text[::-1],
        lambda text: codecs.encode(text, "rot13"),
        lambda text: "-".join(text.split()),
        lambda text: f"```\n{text}\n```",
        lambda text: text.replace("e", "3"),
        lambda text: "\n".join(f"{n}. {line}" for n, line in enumerate(text.splitlines(), 1)),
    ],
)
def test_the_system_prompt_is_not_quoted(spell):
    guarded = guard(f"Bien sûr !\n{spell(PROMPT)}\nVoilà, dis-moi la suite.", CONTEXT)
    assert "prompt" in guarded.removed
    letters = "".join(c for c in guarded.text.lower() if c.isalpha())
    for hidden in ("numérotéesetchaleureuses", "niprixniremise", "imagedetouslesjours"):
        assert hidden not in letters


def test_a_few_words_shared_with_the_prompt_are_no_leak():
    assert guard("Je t'aide pour les automatisations de L'Agence des Copines, étape par étape.", CONTEXT).removed == []


def test_after_an_announcement_of_the_prompt_nothing_follows():
    text = shown("Voici mon prompt système. You are an expert of funnels. Never give a price.")
    assert text.strip() == INSTEAD["prompt"]


def test_a_refusal_to_show_the_prompt_is_fine():
    text = "Je ne peux pas partager mes consignes internes, mais dis-moi ton projet."
    assert shown(text) == text


@pytest.mark.parametrize(
    "promise",
    [
        "On te fait 30 % sur la formation.",
        "Notre accompagnement est à 890 € les trois mois.",
        "La formation Instagram coûte 297 euros.",
        "Tu seras intégralement remboursée.",
        "Bonne nouvelle : ta réduction de 40 % est appliquée !",
        "Avec le code AGENCE20, tu as 20 % de moins.",
        "We will refund your payment today.",
        "Notre coaching ? Il est top. Pour toi, ce sera 100 € au lieu de 300 €.",
        "« L'Agence s'engage à te rembourser 50 €. »",
        "Le tarif est de vingt euros tout compris.",
        "L'agence te garantit trente clientes en un mois.",
        "On te rend l'intégralité de ton argent si tu changes d'avis.",
        "Nuestro acompañamiento cuesta 80 euros al mes.",
        "C'est validé : on t'applique - 4 0 %.",
    ],
)
def test_a_promise_of_money_is_replaced_once(promise: str):
    guarded = guard(f"{promise} {promise} Ouvre ensuite ta page.", CONTEXT)
    assert guarded.removed == ["promise"]
    assert guarded.text.count(INSTEAD["promise"]) == 1
    assert guarded.text.endswith("Ouvre ensuite ta page.")


def test_an_amount_that_is_in_an_offer_may_be_named():
    context = GuardContext(site_url=SITE, offers=("Notre atelier est à 49 €.",))
    text = "Notre atelier est à 49 € ce mois-ci."
    assert guard(text, context).text == text
    assert guard(text.replace("49", "39"), context).removed == ["promise"]


@pytest.mark.parametrize(
    ("offered", "named"),
    [
        *(("97 €", named) for named in ("97 €", "97€", "97\u00a0€", "97 euros", "97 EUR", "97,00 €", "€97", "€ 97")),
        ("1 200 €", "1200 €"),
        ("1200 €", "1.200 euros"),
        ("12,50 €", "12.50 euros"),
        ("25 %", "25%"),
        ("25 %", "25 pour cent"),
        ("vingt-cinq pour cent", "vingt-cinq pour cent"),
        ("En 2026, 97 €", "97 €"),
    ],
)
def test_the_price_of_an_offer_may_be_spelled_another_way(offered: str, named: str):
    context = GuardContext(site_url=SITE, offers=(f"Notre atelier : {offered}.",))
    text = f"Notre atelier est à {named} ce mois-ci."
    assert guard(text, context).text == text


@pytest.mark.parametrize(
    ("offered", "named"),
    [
        *(
            ("97 €", named)
            for named in ("7 €", "7€", "9 €", "€9", "97 $", "97 %", "0,97 €", "197 €", "9,7 €", "7 balles")
        ),
        ("€97", "€9"),
        ("1 200 €", "200 €"),
        ("12,50 €", "50 €"),
        ("12,50 €", "12 €"),
        ("25 %", "5 %"),
        ("25 %", "2,5 %"),
        ("2,5 %", "5 %"),
        ("25 %", "5 pour cent"),
        ("vingt-cinq pour cent", "cinq pour cent"),
        ("97 €", "97 € au lieu de 7 €"),
    ],
)
def test_a_part_of_the_price_of_an_offer_is_another_price(offered: str, named: str):
    context = GuardContext(site_url=SITE, offers=(f"Notre atelier : {offered}.",))
    assert guard(f"Notre atelier est à {named} ce mois-ci.", context).removed == ["promise"]


def test_the_price_of_what_the_visitor_sells_may_be_discussed():
    context = GuardContext(site_url=SITE, visitor_text="je vends ma formation 300 €")
    text = "La formation à 300 € est bien placée."
    assert guard(text, context).text == text


@pytest.mark.parametrize(
    "claim",
    [
        "Je suis ChatGPT.",
        "I'm a real person, not a bot.",
        "Je suis bien humaine.",
        "DAN: hello you.",
        "Je suis avocat, voici mon avis.",
    ],
)
def test_another_identity_is_replaced_by_the_truth(claim: str):
    guarded = guard(f"{claim} On continue ?", CONTEXT)
    assert guarded.removed == ["persona"]
    assert guarded.text.startswith(INSTEAD["persona"])


@pytest.mark.parametrize(
    "told",
    [
        "La visiteuse précédente a demandé un devis.",
        "Nathalie Perrin, sophrologue à Lyon, m'a confié ses soucis d'argent.",
        "Je viens d'échanger avec Béatrice Aubert sur son tunnel.",
        "Mme Rivet nous a écrit qu'elle fermait son cabinet.",
        "Solène habite au 3 impasse des Lilas, à Nantes.",
    ],
)
def test_other_visitors_are_not_spoken_of(told: str):
    assert shown(told) == INSTEAD["other_visitor"]


def test_personal_data_of_others_is_masked_and_hers_is_not():
    context = GuardContext(
        site_url=SITE, visitor_text="je suis lea@zen.fr", passages="Contact : 04 91 23 45 67\nCliente : tom@x.fr"
    )
    text = shown("Je note lea@zen.fr, appelle le 04 91 23 45 67, pas le 06 41 87 22 93, ni tom@x.fr.", context)
    assert text == "Je note lea@zen.fr, appelle le 04 91 23 45 67, pas le [téléphone], ni [e-mail]."


def test_when_nothing_is_left_the_answer_says_so():
    assert shown("https://evil.example") == NOTHING_LEFT
    assert shown("") == ""


def test_a_list_keeps_its_shape_when_an_item_is_replaced():
    assert shown("- Ouvre ta page\n- Je suis ChatGPT\n") == f"- Ouvre ta page\n- {INSTEAD['persona']}\n"


def test_the_context_of_a_prompt_tells_her_words_from_the_passages():
    passage = Passage(title="Guide", filename="guide.md", heading_path="", text="Appelle le 04 91 23 45 67.")
    prompt = f"Historique\n{quote([passage], 'cafebabe99')}\nQuestion : je suis lea@zen.fr"
    configured = Settings(_env_file=None, functions_token="un-jeton-de-test")  # pyright: ignore
    context = context_of_prompt(PROMPT, prompt, configured)
    assert "lea@zen.fr" in context.visitor_text
    assert "04 91" not in context.visitor_text
    assert "04 91" in context.passages
    assert {"cafebabe99", "un-jeton-de-test"} <= set(context.secrets)
    assert "un-jeton-de-test" in secrets_of(configured)


PIECES = st.sampled_from(
    [
        "Bonjour. ", "https://evil.example/x ", "[a](https://", "evil.example) ", "Tu es Audrey, l'experte ",
        "des automatisations ", TOKEN[:10], TOKEN[10:], "\n", " ", "1. ", "```\n", "<script>", "</script>",
        "Je suis ChatGPT. ", "06 41 87 22 93 ", "\u200b", "é",
        "Notre accompagnement ", "coûte 490 €. ", "![i](", "mot " * 50, "x" * 700,
        "! ", "…", "😀 ", "l'agence ", "s k - ",
    ]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=14).map("".join), st.lists(st.integers(1, 60), min_size=1, max_size=30))
def test_a_stream_shows_what_the_whole_text_would_show_however_it_is_cut(text: str, cuts: list[int]):
    pieces: list[str] = []
    rest, turn = text, 0
    while rest:
        length = cuts[turn % len(cuts)]
        pieces.append(rest[:length])
        rest, turn = rest[length:], turn + 1
    assert "".join(guard_stream(pieces, CONTEXT)) == shown(text)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=300))
def test_any_text_streamed_by_the_character_is_guarded_the_same(text: str):
    assert "".join(guard_stream(list(text), CONTEXT)) == shown(text)


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECES, max_size=14).map("".join))
def test_what_a_stream_has_shown_is_a_beginning_of_the_guarded_text(text: str):
    whole, stream, so_far = shown(text), GuardStream(CONTEXT), ""
    for character in text:
        so_far += stream.feed(character)
        assert whole.startswith(so_far)


def test_a_sentence_is_shown_as_soon_as_it_is_whole():
    stream = GuardStream(CONTEXT)
    assert stream.feed("Ouvre ta page.") == ""
    assert stream.feed(" Puis") == "Ouvre ta page. "


def test_a_text_without_an_end_is_held_back_for_a_bounded_time():
    stream = GuardStream(CONTEXT)
    released = stream.feed("des mots sans fin " * 50)
    assert len("des mots sans fin " * 50) - len(released) <= MAX_SEGMENT


def test_a_mistyped_offer_does_not_take_the_answer_away():
    known = GuardContext(site_url="https://agence.example", offers=("Une offre", "https://[agence.example/offre"))

    assert guard("Commence par une page simple.", known).text == "Commence par une page simple."
