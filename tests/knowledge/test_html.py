from functions.knowledge.blocks import Block
from functions.knowledge.html import html_blocks, html_title


def texts(html: str) -> list[str]:
    return [block.text for block in html_blocks(html)]


def test_scripts_styles_menus_and_forms_stay_out():
    page = "<body><nav>Menu</nav><script>alert(1)</script><style>p{}</style><form>Nom</form><p>Lis-moi.</p></body>"
    assert texts(page) == ["Lis-moi."]


def test_headings_keep_their_level():
    assert html_blocks("<h1>Un</h1><h3>Trois</h3><p>x</p>") == [Block("Un", 1), Block("Trois", 3), Block("x")]


def test_lists_keep_their_marks_and_depth():
    html = "<ul><li>un<ol><li>deux</li><li>trois</li></ol></li><li>quatre</li></ul>"
    assert texts(html) == ["- un", "  1. deux", "  2. trois", "- quatre"]


def test_a_paragraph_inside_an_item_keeps_the_mark():
    assert texts("<ul><li><p>un</p><p>suite</p></li></ul>") == ["- un", "suite"]


def test_tables_become_rows():
    html = (
        "<table><tr><th>Outil</th><th>Prix</th></tr><tr><td>Kajabi<br>Pro</td><td></td></tr><tr><td></td></tr></table>"
    )
    assert texts(html) == ["| Outil | Prix |", "| Kajabi Pro |  |"]


def test_words_of_inline_markup_stay_together_and_apart():
    assert texts("<p>un <b>mot</b>, <i>deux</i>\n mots</p><div>autre</div>") == ["un mot, deux mots", "autre"]


def test_preformatted_text_keeps_its_lines():
    assert texts("<pre>a\n  b</pre>") == ["a\n  b"]


def test_the_main_part_of_a_sites_page_is_enough():
    assert texts("<body><div>pub</div><main><p>le fond</p></main><p>bas</p></body>") == ["le fond"]
    assert texts("<body><div>pub</div><article><p>le fond</p></article></body>") == ["le fond"]


def test_a_page_nested_very_deep_is_read():
    assert texts("<div>" * 20_000 + "au fond" + "</div>" * 20_000) == ["au fond"]


def test_a_page_without_body_is_empty():
    assert texts("") == []


def test_the_title_is_the_heads():
    assert html_title("<head><title> Mon\n titre </title></head>") == "Mon titre"
    assert html_title("<p>rien</p>") == ""
