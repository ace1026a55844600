"""Rules over furniture take linear time whatever a line holds."""

from __future__ import annotations

import re
import time
from importlib.resources import files

import pytest
import yaml

from transforms import text as package
from transforms.text import furniture
from transforms.text.boilerplate import EMPTY_PROFILE, strip
from transforms.text.duplicates import DuplicateSettings

RULES: dict[str, list[str]] = yaml.safe_load(files(package).joinpath("furniture.yaml").read_text(encoding="utf-8"))
UNITS = [
    *("#a ", "#a", "#a,", "\t#", "#", "word #a Read more. ", "story. #tag Keep reading ", "#a #b\n"),
    *("read more ", "Read more. ", "read more\n", "click here. ", "Continue reading... "),
    *("a@", "a@b.c ", "x@y.", "e-mail: a", "[email protected] "),
    *(". ", ".", "... ", " ", "\u00a0", " \u00a0", '"', '."', ".”) ", "*", "- ", "([", "»", "©", "© ", "(c) "),
    *(
        "copyright ",
        "copyright. ",
        "all rights reserved ",
        "All rights reserved. ",
        "published, ",
        "published or ",
        "not edited by ",
    ),
    *(
        "we and our a ",
        "without prior ",
        "This story was also ",
        "by ",
        "from the ",
        "reuters ",
        "reuters/",
        "x",
        "é",
        "字",
        "1",
        "1.",
    ),
]


def seconds(text: str) -> float:
    begun = time.process_time()
    strip(text, "A title of five words", None, EMPTY_PROFILE, DuplicateSettings())
    furniture.is_wall(text, 100)
    furniture.leads_to_more(text)
    return time.process_time() - begun


@pytest.mark.parametrize("unit", UNITS, ids=repr)
def test_a_long_line_of_one_unit(unit: str) -> None:
    line = unit * (200_000 // len(unit))
    assert max(map(seconds, (line, f"Story text. {line}end of it", f"A story.\n{line}\nIts end."))) < 0.8


@pytest.mark.parametrize("rules", RULES)
def test_a_long_line_of_the_words_of_each_rule(rules: str) -> None:
    for rule in RULES[rules]:
        words = " ".join(re.findall(r"\w{2,}", rule))
        assert seconds(f"Story. {words} " + f"{words}, " * (20_000 // (len(words) + 2)) + f"{words}. ") < 0.4, rule


@pytest.mark.parametrize(
    ("line", "start"),
    [
        ("The ferry stops. #ferry, #islands | #may ", 16),
        ("The ferry stops.\u00a0 #ferry#islands", 16),
        ("The ferry stops at pier#4 and pier#b #ferry", 36),
        ("The ferry#b #ferry", 11),
        ("The #ferry stops.", None),
        ("  #ferry", None),
        ("The ferry stops. #1", None),
    ],
)
def test_where_hashtags_at_the_end_begin(line: str, start: int | None) -> None:
    assert furniture.tail_of(line) == (None if start is None else (start, "hashtags"))
