"""What whoever records for somebody reads once it is kept: said of them, and only of steps that there are."""

import re

from bot.templates import PROMPTS, render, words


def test_what_is_kept_for_somebody_is_said_of_them_and_not_to_whoever_records_it() -> None:
    steps = set(re.findall(r'step == "(\w+)"', (PROMPTS / "kept_for.j2").read_text()))

    assert steps <= vars(words("kept_words")).keys()
    for step in steps:
        said = render("kept_for", {"step": step, "side": "Alderwick Care", "name": "Ruth Keane"})
        assert not re.search(r"\byou(r|rs)?\b", said, re.IGNORECASE), said
