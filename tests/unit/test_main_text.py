"""Which blocks of a page are the article."""

from __future__ import annotations

import pytest

from transforms.text import blocks, html, main_text

A = "The harbour board of Lower Wexmouth voted on Tuesday to close the old ferry pier after cracks were found in nine of its piles."
B = "Engineers who dived under the pier in March said that two of the cracks had grown by a hand's breadth since the last survey."
C = "The ferry to the islands will leave from the coal quay until a new pier is built, which the board expects to take three summers."
D = "Fishermen had asked the board to wait, because the coal quay lies open to the north wind and cannot be used in a storm."
STORY = "\n".join((A, B, C, D))


def paragraphs(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def text_of(body: str, description: str | None = None) -> str:
    tree = html.parse(f"<html><head><title>Pier</title></head><body>{body}</body></html>")
    assert tree is not None
    return main_text.text_of(blocks.read(tree), description)


def test_paragraphs_of_the_largest_box_are_the_article() -> None:
    page = f"<div class='top'><p>Log in to read more of the news of the coast.</p></div><div class='body'>{paragraphs(A, B, C, D)}</div>"
    assert text_of(page) == STORY


def test_short_paragraphs_between_long_ones_stay() -> None:
    assert text_of(f"<article>{paragraphs(A, '“Never,” he said.', B, C, D)}</article>").split("\n")[1] == "“Never,” he said."


def test_parts_of_one_story_in_boxes_of_one_kind_are_joined() -> None:
    parts = f"<div class='part n1'>{paragraphs(A, B)}</div><div class='slot'><span>Ad</span></div><div class='part n2'>{paragraphs(C, D)}</div>"
    assert text_of(f"<main><div class='story'>{parts}</div></main>") == STORY


def test_paragraphs_in_wrappers_of_their_own_are_joined_with_the_headings_between() -> None:
    wrapped = [f"<div class='text'><p>{text}</p></div>" for text in (A, B, C, D)]
    wrapped.insert(2, "<div class='cross'><h2>Three summers</h2></div>")
    assert text_of(f"<article><section>{''.join(wrapped)}</section></article>") == "\n".join((A, B, "Three summers", C, D))


def test_text_parted_by_line_breaks_alone_is_read_with_its_short_lines() -> None:
    page = f"<div id='menu'><a href='/'>Home</a></div><div class='text'>{A}<br><br>{B}<br>“Never.”<br>{C}<br><br>{D}</div>"
    assert text_of(page) == "\n".join((A, B, "“Never.”", C, D))


def test_lists_and_quotations_of_the_article_stay() -> None:
    page = f"<article>{paragraphs(A)}<ul><li>nine piles of oak</li><li>two of steel</li></ul><blockquote><p>Wood does not wait.</p></blockquote>{paragraphs(B, C, D)}</article>"
    assert text_of(page).split("\n")[1:4] == ["nine piles of oak", "two of steel", "Wood does not wait."]


def test_cells_of_a_row_stand_in_one_line() -> None:
    table = "<table><tr><th>Year</th><th>Crossings</th></tr><tr><td>2019</td><td>1,204</td></tr></table>"
    assert "Year\tCrossings\n2019\t1,204" in text_of(f"<article>{paragraphs(A, B)}{table}{paragraphs(C, D)}</article>")


@pytest.mark.parametrize(
    "furniture",
    [
        "<ul><li><a href='/1'>Storm sinks two trawlers</a></li><li><a href='/2'>Lighthouse for sale</a></li></ul>",
        "<p><a href='/1'>Storm sinks two trawlers off the northern cape</a></p>",
        "<div class='newsletter'><p>Our harbour letter brings you the news of the coast each morning, for nothing.</p></div>",
        "<aside><p>The board has seven members, who are chosen by the shipowners of the town every four years.</p></aside>",
        "<figure><img><figcaption>The pier in winter. Photo: the harbour museum of Lower Wexmouth</figcaption></figure>",
        "<div hidden><p>You have read three of three free articles this month; subscribe to go on reading.</p></div>",
        "<div style='display:none'><p>You have read three of three free articles this month; subscribe to go on.</p></div>",
        "<div class='card'><h3>Also new</h3><div><p>The ferry company lost a third of its passengers in two years.</p></div></div>",
    ],
)
def test_furniture_between_paragraphs_goes(furniture: str) -> None:
    assert text_of(f"<article class='a'>{paragraphs(A, B)}{furniture}{paragraphs(C, D)}</article>") == STORY


def test_a_box_that_holds_most_of_the_page_is_no_furniture_whatever_its_name() -> None:
    assert text_of(f"<div class='subscription'>{paragraphs(A, B, C, D)}</div>") == STORY


def test_a_page_wrapped_in_a_form_is_read() -> None:
    assert text_of(f"<form id='aspnetForm'><div class='x'>{paragraphs(A, B, C, D)}</div></form>") == STORY


def test_a_heading_with_links_below_it_is_none_of_the_article() -> None:
    page = f"<article>{paragraphs(A, B)}<h3>More on this</h3><p><a href='/1'>Storm sinks two trawlers</a></p>{paragraphs(C, D)}<h3>Comments</h3></article>"
    assert text_of(page) == STORY


def test_the_standfirst_is_found_by_its_name_by_the_description_or_as_a_sentence_under_the_headline() -> None:
    lead = "Cracks in nine piles end two hundred years of ferries from the old pier, and nobody knows when they will be back."
    body = f"<div class='body'>{paragraphs(A, B, C, D)}</div>"
    named = f"<h1>Pier closes</h1><div class='article-lead'>{lead[:70]}</div>{body}"
    described = f"<div class='k'>{lead}</div><h1>Pier closes</h1>{body}"
    plain = f"<header><h1>Pier closes</h1><p>{lead}</p></header>{body}"
    assert text_of(named).split("\n")[0] == lead[:70]
    assert text_of(described, lead).split("\n")[0] == lead
    assert text_of(plain).split("\n")[0] == lead


def test_the_first_paragraphs_of_a_story_behind_a_paywall_stand_before_its_box() -> None:
    page = f"<div class='text'>{paragraphs(A)}<div class='paywall'>{paragraphs(B, C, D)}</div></div>"
    assert text_of(page) == STORY


def test_the_next_story_on_an_endless_page_is_left_out() -> None:
    other = "The lighthouse on the northern cape was sold to a couple from the capital who want to let it to guests from next year on."
    page = f"<div><article class='s'><h1>Pier closes</h1>{paragraphs(A, B, C, D)}</article><article class='s'><h1>Light sold</h1>{paragraphs(other, other)}</article></div>"
    assert text_of(page) == STORY


def test_all_posts_of_a_live_blog_are_kept() -> None:
    posts = "".join(
        f"<article class='post'><h2>{n}.15 pm</h2>{paragraphs(text)}</article>" for n, text in enumerate((A, B, C, D))
    )
    assert text_of(f"<main><h1>Pier: live</h1><div>{posts}</div></main>").replace("\n", " ").count("pier") >= 2


def test_a_page_without_paragraphs_has_no_article() -> None:
    assert text_of("<ul><li><a href='/'>Home</a></li></ul>") == ""


def test_boxes_that_have_nothing_but_ids_are_told_apart() -> None:
    page = f"<div id='content'><div class='story'>{paragraphs(A, B, C, D)}</div></div><div id='side'>{paragraphs(D)}<h3>Poll</h3>{paragraphs(A)}</div>"
    assert text_of(page) == STORY


def test_lines_of_one_cell_are_lines() -> None:
    cells = "<tr><td>Crossings<br>a year</td><td>1,204</td></tr>"
    assert "Crossings\na year\t1,204" in text_of(f"<article>{paragraphs(A, B)}<table>{cells}</table>{paragraphs(C, D)}</article>")


def test_a_heading_above_the_first_paragraph_stays() -> None:
    page = (
        f"<article><h1>Piers</h1><h2>1. The old pier</h2>{paragraphs(A, B)}<h2>2. The coal quay</h2>{paragraphs(C, D)}</article>"
    )
    assert text_of(page).split("\n")[0] == "1. The old pier"


@pytest.mark.parametrize("names", ["comments-area", "comment-list", "cmp-container", "onetrust-banner"])
def test_comments_and_consent_go_even_where_they_are_long(names: str) -> None:
    assert text_of(f"<article>{paragraphs(A, B, C, D)}</article><div id='{names}'>{paragraphs(D, C, A)}</div>") == STORY


def test_terms_that_a_story_is_filed_under_make_no_furniture_of_it() -> None:
    assert text_of(f"<div class='post tag-survey category-poll'>{paragraphs(A, B)}</div>") == f"{A}\n{B}"


def test_deep_and_wide_pages_are_read_in_linear_time() -> None:
    deep = "<div>" * 1500 + paragraphs(A, B, C, D) + "</div>" * 1500
    wide = "".join(f"<div class='comment-{n}'><span class='share'>x</span></div>" for n in range(20_000))
    assert text_of(wide + deep) == STORY
