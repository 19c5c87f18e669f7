"""Live mentions, links, turned-round letters, templates, very long texts: nothing pings, breaks or is cut unsaid."""

import asyncio
import json
import re
import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from playground import alderwick
from playground.house import House
from playground.visitor import Visitor
from storage.unit_of_work import UnitOfWork
from tests.flows.action_story import TITLE
from tests.flows.hearing import Hearing
from tests.flows.planted import WORDS
from tests.flows.played import Played
from tests.flows.reporting import INTERNAL, SHARED, WHAT, decide, fill_in, report, send_again
from tests.storage.dump import dumped

HOSTILE = {
    "live mentions": "<!channel> <!here> <@U0SAM> <!subteam^S0A> <#C0SHARED> @channel",
    "links": "<https://evil.example|press here> https://evil.example mailto:a@b.example",
    "turned round": "\u202egnihton\u202c \u2066a\u2069 \u200bzero\u200d\ufeff \u061c",
    "templates": "{{ 7 * 7 }} {% for each in x %} {{ self.__init__ }} {# gone #} ${x} %s %(a)s {0}",
    "layout": "*bold* _it_ ~no~ `code` ```block``` > quote\n\n\n\n• line\n" + "-" * 60,
    "SQL": "'; DROP TABLE concern; -- \\x00 %00 \" ' `",
    "escaped": "&amp;lt;b&amp;gt; &lt;!here&gt; &#60;",
    "letters": "ẞ́̂̃ 👩‍👩‍👧 𝄞 ﷽ Ångström 漢字 العربية",
    "the longest": "m" * 3000,
}


@pytest.mark.parametrize("typed", HOSTILE.values(), ids=HOSTILE)
async def test_hostile_words_are_kept_as_typed_and_reach_nobody_else(sqlite_house: House, typed: str) -> None:
    house = sqlite_house
    hearing = Hearing.of(house)
    tom, priya, joanne = (house.visitor(who) for who in (alderwick.TOM, alderwick.PRIYA, alderwick.JOANNE))
    assert (await report(tom, what=typed, told_by=typed[:300], done_already=typed)).errors == {}
    await house.settle()
    await priya.press("Open", "direct")
    await priya.press("Decide what happens")
    decided = await decide(priya, "Now", typed)
    if "@b.example" in typed:  # an address in words for everybody is asked about once
        assert "press the same button again to keep it" in decided.errors["for_provider"]
        decided = await decide(priya, "Now", typed)
    assert decided.errors == {}
    await house.settle()
    await priya.press("Open", "direct")
    await joanne.press("Open", SHARED)

    in_short_too = len(typed) <= 300
    for who, times in ((priya, 3 + in_short_too), (joanne, 1)):
        window = await who.modal()
        assert window is not None
        assert [shown_as_typed(block) for block in window.view["blocks"]].count(typed) == times
    assert typed not in hearing.outside_forms()
    assert hearing.complaints() == []


def shown_as_typed(block: dict[str, dict[str, str]]) -> str | None:
    """The words of a block that Slack shows letter by letter."""
    text = block.get("text", {})
    return text.get("text") if text.get("type") == "plain_text" else None


async def test_hostile_names_of_people_and_contracts_ping_nobody(
    house: House, hearing: Hearing, tom: Visitor, priya: Visitor, joanne: Visitor
) -> None:
    def rename(work: UnitOfWork) -> None:
        contract = work.contracts.get(alderwick.contract_id(work))
        contract.title = "Home <!channel> & {{ 7 * 7 }} \u202eesuoH"
        lead = work.people.in_slack(alderwick.COUNCIL, alderwick.PRIYA.user_id)
        assert lead is not None
        lead.name = "<!here> <@U0CARA|Priya> & \u202eriaN"

    await house.handrail.services.database.write(rename)
    await report(tom)
    await house.settle()
    await priya.press("I will take this")
    await house.settle()
    await priya.press("Decide what happens")
    await decide(priya, "Now", "Please look")
    await house.settle()
    await joanne.press("My open items", "direct")

    posts = [h.body for h in hearing.from_the_bot() if h.what in {"chat.postMessage", "chat.update"}]
    assert any("&lt;!here&gt;" in str(post) for post in posts)
    assert any("&lt;!channel&gt;" in str(post) for post in posts)
    for post in posts:
        assert re.findall(r"<[!@#][^>]*>", str(post)) in ([], ["<@U0JOANNE>"] * 2)
        assert "\u202e" not in str(post)
        assert "49" not in str(post["text"])


def test_fifty_marked_texts_stand_in_no_message_no_button_no_figure_and_nowhere_in_the_database(
    played: Played, tmp_path: Path
) -> None:
    elsewhere = played.hearing.outside_forms() + played.pages
    assert "# HELP" in played.pages
    assert [word for word in WORDS if word in elsewhere] == []
    inside = str([heard.body.get("view") for heard in played.hearing.from_the_bot()])
    assert len([word for word in WORDS if word in inside]) > 22
    database = dumped(played.copied(tmp_path).url)
    assert [word for word in (*WORDS, TITLE) if word in database] == []


async def test_the_logs_at_their_most_talkative_hold_nothing_that_was_typed(
    sqlite_template: Path, tmp_path: Path
) -> None:
    path = shutil.copy(sqlite_template, tmp_path / "handrail.db")
    program = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.flows.planted", str(path), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    out, err = await program.communicate()
    written = (out + err).decode()

    assert program.returncode == 0, written[-2000:]
    assert [word for word in WORDS if word in written] == []
    assert "library message left out" in written
    assert '"event": "flow failed"' in written or '"event": "not recorded"' in written
    for secret in ("xoxb-", "xapp-", "playground knows", "/answers/", "Traceback"):
        assert secret not in written


async def test_a_message_too_long_for_the_form_says_so_and_nothing_is_lost_unsaid(
    house: House, tom: Visitor, priya: Visitor
) -> None:
    assert (await priya.say(INTERNAL, "Long story. " + "n" * 39_000)).ok
    await tom.message_shortcut("make_concern", INTERNAL, "Long story.")

    form = await tom.modal()
    assert form is not None
    assert "39,012 characters long and a form takes 3,000" in "\n".join(form.texts)
    assert len(form.input(WHAT)["element"]["initial_value"]) == 3000
    await tom.close()
    await priya.say(INTERNAL, "Music " + "𝄞" * 2000)
    await tom.message_shortcut("make_concern", INTERNAL, "Music")
    form = await tom.modal()
    assert form is not None
    assert form.input(WHAT)["element"]["initial_value"] == "Music " + "𝄞" * 1497
    assert (await fill_in(tom, what="Music " + "𝄞" * 1497)).ok
    await house.settle()


async def test_forty_thousand_characters_behind_a_command_are_answered_with_how_it_is_used(
    tom: Visitor,
) -> None:
    assert (await tom.command("/concern", INTERNAL, "x" * 40_000)).ok

    said = (await tom.ephemerals(INTERNAL))[-1]
    assert said.startswith("*/concern* opens a form")
    assert "xxx" not in said


async def test_characters_that_no_database_keeps_are_marked_as_missing(
    house: House, hearing: Hearing, tom: Visitor
) -> None:
    await report(tom)
    sent = next(h.body for h in hearing.heard if h.body.get("type") == "view_submission")
    sent["view"]["id"] = "V0BROKEN"
    values = sent["view"]["state"]["values"]
    values["what_happened"]["what_happened"]["value"] = "a\x00b\ud800c"
    values["contract"]["contract"]["selected_option"]["value"] = "not a contract"

    assert "Saved as C-" in json.dumps(await send_again(house, sent))
    await house.move_to(house.clock.now() + timedelta(minutes=1))
    await tom.command("/concern", INTERNAL, "mine")
    assert (await tom.ephemerals(INTERNAL))[-1].count("waiting to be taken") == 2
