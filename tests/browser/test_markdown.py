"""Markdown from an allow-list."""

import pytest

from tests.browser.pages import Lab

RENDER = """
const { parseMarkdown } = await load("text/markdown.js");
const { BlockPainter } = await load("text/render.js");
const element = document.createElement("div");
new BlockPainter(element).paint(parseMarkdown(input));
return element.innerHTML;
"""
PLAIN = """
const { parseMarkdown } = await load("text/markdown.js");
const { plainText } = await load("text/render.js");
return plainText(parseMarkdown(input));
"""
LINK = 'target="_blank" rel="noopener noreferrer nofollow"'


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("Bonjour", "<p>Bonjour</p>"),
        ("Un\ndeux\n\ntrois", "<p>Un<br>deux</p><p>trois</p>"),
        ("**gras** et *italique* et __gras__ et _italique_",
         "<p><strong>gras</strong> et <em>italique</em> et <strong>gras</strong> et <em>italique</em></p>"),
        ("***les deux***", "<p><strong><em>les deux</em></strong></p>"),
        ("2 * 3 * 4 et mot_avec_tirets", "<p>2 * 3 * 4 et mot_avec_tirets</p>"),
        ("**sans fin", "<p>**sans fin</p>"),
        ("`a < b` et ``c ` d``", "<p><code>a &lt; b</code> et <code>c ` d</code></p>"),
        ("```js\n<b>*x*</b>\n```", '<pre tabindex="0"><code>&lt;b&gt;*x*&lt;/b&gt;</code></pre>'),
        ("```\nsans fin", '<pre tabindex="0"><code>sans fin</code></pre>'),
        ("# Titre\nTexte", '<p class="heading"><strong>Titre</strong></p><p>Texte</p>'),
        ("- a\n- b", "<ul><li>a</li><li>b</li></ul>"),
        ("3. a\n4. b", '<ol start="3"><li>a</li><li>b</li></ol>'),
        ("1. a\n   - b\n   - c\n2. d", '<ol start="1"><li>a<ul><li>b</li><li>c</li></ul></li><li>d</li></ol>'),
        ("1. a\n\n2. b", '<ol start="1"><li>a</li><li>b</li></ol>'),
        ("Liste :\n- a\n\nFin", "<p>Liste&nbsp;:</p><ul><li>a</li></ul><p>Fin</p>"),
        ("a\n\n---\n\nb", "<p>a</p><p>b</p>"),
        ("> cité", "<p>cité</p>"),
        ("[site](https://exemple.fr/a)", f'<p><a href="https://exemple.fr/a" {LINK}>site</a></p>'),
        ("[x](https://a.fr/b_(c))", f'<p><a href="https://a.fr/b_(c)" {LINK}>x</a></p>'),
        ("Voir https://exemple.fr/a.", f'<p>Voir <a href="https://exemple.fr/a" {LINK}>https://exemple.fr/a</a>.</p>'),
        ("[x](javascript:alert(1))", "<p>x</p>"),
        ("[x](data:text/html,hi)", "<p>x</p>"),
        ("[x](/relatif)", "<p>x</p>"),
        ("[x](https://banque.fr@mal.fr)", "<p>x</p>"),
        ("![photo](https://ailleurs.fr/p.png)", "<p>photo</p>"),
        ("<b>gras</b>", "<p>&lt;b&gt;gras&lt;/b&gt;</p>"),
        (r"\*littéral\*", "<p>*littéral*</p>"),
    ],
)  # fmt: skip
async def test_markdown_becomes(lab: Lab, source: str, html: str) -> None:
    assert await lab.run(RENDER, source) == html


async def test_a_growing_answer_keeps_the_nodes_that_did_not_change(lab: Lab) -> None:
    kept = await lab.run("""
        const { parseMarkdown } = await load("text/markdown.js");
        const { BlockPainter } = await load("text/render.js");
        const element = document.createElement("div");
        const painter = new BlockPainter(element);
        painter.paint(parseMarkdown("Un\\n\\nDeu"));
        const first = element.firstChild;
        painter.paint(parseMarkdown("Un\\n\\nDeux\\n\\n- trois"));
        return [element.firstChild === first, element.children.length];
    """)
    assert kept == [True, 3]


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("C’est **impor", "C’est **impor**"),
        ("C’est **", "C’est "),
        ("Dans `Marke", "Dans `Marke`"),
        ("```js\nlet a", "```js\nlet a"),
        ("Voir [le gui", "Voir le gui"),
        ("Voir [le guide](https://exem", "Voir le guide"),
        ("Fini **oui** et", "Fini **oui** et"),
    ],
)
async def test_loose_ends_are_not_shown_while_the_text_arrives(lab: Lab, source: str, shown: str) -> None:
    assert await lab.run('return (await load("text/markdown.js")).withoutLooseEnds(input)', source) == shown


async def test_a_screen_reader_is_told_the_words_without_the_marks(lab: Lab) -> None:
    assert await lab.run(PLAIN, "**Oui** :\n- [un](https://a.fr)\n- `deux`") == "Oui :\nun\ndeux"


async def test_hostile_lengths_are_parsed_quickly(lab: Lab) -> None:
    milliseconds = await lab.run("""
        const { parseMarkdown } = await load("text/markdown.js");
        const inline = ["*", "**a", "_a_", "`", "[", "[a](", "![", "*a **b ", "h", "https://a.", "\\\\"];
        const patterns = [...inline, "- ", "> ", "1. ", "\\n", "\\n  - "];
        return patterns.map((text) => {
          const start = performance.now();
          parseMarkdown(text.repeat(40000 / text.length));
          return [text, performance.now() - start];
        }).sort((a, b) => b[1] - a[1])[0];
    """)
    assert milliseconds[1] < 1500, milliseconds
