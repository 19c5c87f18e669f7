"""The records of a process: who agreed to what for whom, and all of it as one Word report, by a link used once."""

from io import BytesIO
from pathlib import Path

import pytest
from docx import Document

from playground.house import House
from playground.visitor import Visitor
from tests.flows.export_story import LINK, fetch
from tests.flows.improvement_story import explain, open_window, press_more

NOTE = "PLANTED: we may have to look at the fee"


async def report_link(house: House, who: Visitor) -> str:
    """Press Report (Word) in the window of the process that is open, and return the address that is shown."""
    assert (await press_more(who, "Report (Word)")).ok
    await house.settle()
    found = LINK.search(str((await who.view())["modals"]))
    assert found
    return found[1]


def said_in(content: bytes) -> str:
    """Every paragraph of a Word file."""
    return "\n".join(each.text for each in Document(BytesIO(content)).paragraphs)


@pytest.mark.criterion("CPC424-P8")
async def test_our_side_fetches_the_whole_report_once_and_a_provider_what_is_shared(
    house: House, joanne: Visitor
) -> None:
    priya = await explain(house)
    await open_window(priya)
    address = await report_link(house, priya)
    status, headers, content = await fetch(address)
    ours = said_in(content)

    assert (status, headers["Content-Type"].partition(";")[0]) == (200, WORD)
    assert headers["Content-Disposition"].endswith('.docx"')
    assert "Doses at night are not signed for" in ours
    assert NOTE in ours
    assert "Nobody has been asked to agree to anything yet." in ours
    assert (await fetch(address))[0] == 410
    await house.settle()
    await joanne.press("Where it stands")
    theirs = said_in((await fetch(await report_link(house, joanne)))[2])
    assert "Doses at night are not signed for" in theirs
    assert "PLANTED" not in theirs


async def test_a_broken_template_is_said_in_words_and_the_link_still_works_once_it_is_mended(
    house: House, tmp_path: Path
) -> None:
    priya = await explain(house)
    await open_window(priya)
    address = await report_link(house, priya)
    settings = house.handrail.services.settings
    broken, own = tmp_path / "own.docx", Document()
    own.add_paragraph("{% for section in sections %} never ended: {{ about.title }}")
    own.save(str(broken))
    settings.report_template = broken
    status, _headers, page = await fetch(address)
    assert status == 503
    assert b"REPORT_TEMPLATE" in page
    mended = Document()
    mended.add_paragraph("Westermere Council: {{ about.reference }}, {{ sections | length }} sections")
    mended.save(str(broken))

    status, _headers, content = await fetch(address)
    assert status == 200
    assert said_in(content).startswith("Westermere Council: IP-")


WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
