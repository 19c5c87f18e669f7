"""Areas of concern on the screen: their part of a process, the window of all of them, and their forms (CPC424-P4)."""

from datetime import datetime

from bot.blocks import (
    Block,
    button,
    buttons,
    choice_input,
    context,
    form,
    header,
    option,
    paragraphs,
    several_choices_input,
    text_input,
    typed,
)
from bot.casework.access import reads
from bot.casework.concern_areas import Behind, in_no_area, may_name, what_stands_behind
from bot.casework.kept_evidence_reading import evidence_beside
from bot.improvement_parts import part
from bot.kept_evidence_blocks import evidence_lines
from bot.templates import render, words
from domain.confidentiality import ContentClass
from domain.improvements import BEFORE_A_PLAN, LONGEST_TITLE
from domain.patterns import Theme
from domain.reasons import MOST_AREAS
from storage.improvements import Improvement, ImprovementSource
from storage.people import Person
from storage.reasons import ConcernArea
from storage.unit_of_work import UnitOfWork

NAME, READ, RANK = "area_name", "area_read", "area_rank"
FORM, RANK_FORM = "area_name_form", "area_rank_form"
BESIDE_AN_AREA = 9
"""Blocks of evidence beside one area: seven areas have to fit in a window of a hundred."""


def areas_part(work: UnitOfWork, person: Person, improvement: Improvement, _now: datetime) -> list[Block]:
    """Return the areas in their order, with the way to what stands behind them; while there is none, to the first."""
    areas = work.reasons.areas(improvement.id)
    names = may_name(work, person, improvement)
    if not areas and not names:
        return []
    label, value = words("area_words"), improvement.id.hex
    facts = {"areas": areas, "left_over": _left_over(work, improvement) if names else ""}
    way = button(NAME, label.name, value) if names and not areas else None
    if areas and improvement.state in BEFORE_A_PLAN:
        way = button(READ, label.read, value)
    return part(render("area_part", facts), way)


def _left_over(work: UnitOfWork, improvement: Improvement) -> str:
    _sources, themes = in_no_area(work, improvement)
    return ", ".join(f"{theme_words(theme)} ({count})" for theme, count in themes.most_common())


def theme_words(theme: Theme) -> str:
    """Return a theme in words."""
    return str(getattr(words("themes"), theme.value))


def areas_window(work: UnitOfWork, person: Person, improvement: Improvement, now: datetime) -> Block:
    """Return every area with what stands behind it, and what was kept of what was said about it."""
    label, blocks = words("area_words"), list[Block]()
    for_own = reads(work, person, improvement.contract_id, ContentClass.INTERNAL)
    behind = what_stands_behind(work, improvement, now, for_own=for_own)
    names = may_name(work, person, improvement)
    areas = work.reasons.areas(improvement.id)
    for area in areas:
        blocks.append(header(f"{area.rank}. {area.title}"))
        blocks += _behind(work, area, behind[area.id])
        blocks += _kept(work, person, area)
        may_rank = names and len(areas) > 1
        blocks += buttons(button(RANK, label.rank, area.id.hex) if may_rank else None)
    may_add = names and len(areas) < MOST_AREAS
    add = button(NAME, label.name, improvement.id.hex) if may_add else None
    return form("read_only", label.areas_title, [*blocks, *buttons(add)])


def _behind(work: UnitOfWork, area: ConcernArea, behind: Behind) -> list[Block]:
    facts = {
        "concerns": behind.concerns,
        "readings": behind.readings,
        "reasons": behind.reasons,
        "ranked_by": work.people.get(area.ranked_by).name if area.ranked_by else "",
    }
    because = work.narratives.latest(area.id).get("ranked_because", "") if area.ranked_by else ""
    return [*paragraphs(render("area_behind", facts)), *typed(because)]


def _kept(work: UnitOfWork, person: Person, area: ConcernArea) -> list[Block]:
    """What was learned stands first."""
    label, blocks = words("area_words"), list[Block]()
    found = evidence_beside(work, person, area)
    for heading, is_learning in ((label.learned, True), (label.evidence, False)):
        part = [each for each in found if each.evidence.is_learning is is_learning]
        lines = evidence_lines(work, part, BESIDE_AN_AREA // 2)
        blocks += [context(heading), *lines] if lines else []
    return blocks


def area_form(work: UnitOfWork, improvement: Improvement) -> Block:
    """Return the form that names an area, with the theme that most linked concerns have, and what is in none yet."""
    label = words("area_words")
    left, themes = in_no_area(work, improvement)
    most = themes.most_common(1)
    offered = [option(theme_words(each), each.value) for each in Theme]
    linked = [option(_source_words(work, each), each.id.hex) for each in left]
    fields = [
        text_input("title", label.what, hint=label.what_hint, longest=LONGEST_TITLE),
        choice_input(
            "theme",
            label.theme,
            offered,
            optional=True,
            hint=label.theme_hint,
            initial=most[0][0].value if most else "",
        ),
        *([several_choices_input("behind", label.behind, linked[:100])] if linked else []),
    ]
    about = {"improvement": improvement.id.hex}
    return form(FORM, label.title, fields, submit=label.submit, about=about)


def _source_words(work: UnitOfWork, source: ImprovementSource) -> str:
    record_id = source.concern_id or source.evaluation_id or source.activity_id
    return work.references_of({record_id}).get(record_id, "") if record_id else ""


def rank_form(work: UnitOfWork, area: ConcernArea, improvement: Improvement) -> Block:
    """Return the form that puts an area in another place, with its reason."""
    label, areas = words("area_words"), work.reasons.areas(improvement.id)
    places = [option(str(place), str(place)) for place in range(1, len(areas) + 1)]
    facts = {
        "title": area.title,
        "rank": area.rank,
        "count": len(areas),
        "ranked_by": "by hand" if area.ranked_by else "",
    }
    fields = [
        *paragraphs(render("area_rank_top", facts)),
        choice_input("place", label.place, places, initial=str(area.rank)),
        text_input("reason", label.reason, hint=label.reason_hint, lines=True),
    ]
    return form(RANK_FORM, label.rank_title, fields, submit=label.rank_submit, about={"area": area.id.hex})
