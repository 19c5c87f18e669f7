"""What every party reads names nobody: an action's title, what is looked at, and what was decided about a challenge."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import date, time, timedelta
from uuid import uuid4

import pytest

from bot.casework.actions import Origin, propose_action
from bot.casework.challenges import Decision, Said, decide_challenge, open_challenge
from bot.casework.evaluation_sharing import share_evaluation
from bot.casework.evaluations import compile_evaluation, confirm_evaluation
from bot.casework.explaining import explain
from bot.casework.improvements import Sources, open_improvement
from bot.casework.monitoring import schedule_monitoring
from bot.casework.records import keep_texts
from domain.actions import Basis, NewAction
from domain.challenges import ChallengeState, Grounds
from domain.chronology import SubjectKind
from domain.confidentiality import ContentClass
from domain.errors import NotAllowed
from domain.evaluations import Verdict
from domain.improvements import Explanation, NewImprovement, Route
from domain.monitoring import Interval, NewSchedule
from playground import alderwick
from playground.keys import KEYS
from storage.database import Database
from storage.unit_of_work import UnitOfWork
from tests.casework.evaluated_records import person

NOW = alderwick.BEGINS
ACTION = NewAction("Joanne checks the charts", Basis.RECOMMENDATION, date(2026, 9, 22), "Seen at the visit")
LOOK = NewSchedule("Doses given", "98 of 100, says Mrs Dunn", Interval.MONTHLY, date(2026, 9, 24), time(10))


@pytest.fixture
async def record(sqlite_url: str) -> AsyncIterator[Database]:
    """Alderwick House, on SQLite: the rule asks no database."""
    database = Database(sqlite_url, KEYS)
    await database.write(lambda work: alderwick.set_up(work, NOW), within=20)
    yield database
    database.close()


def first(signs: Sequence[str]) -> str:
    """Always the first sign."""
    return signs[0]


async def test_an_actions_title_and_what_is_looked_at_name_nobody(record: Database) -> None:
    def act(work: UnitOfWork) -> None:
        tom, joanne, about = (
            person(work, alderwick.TOM),
            person(work, alderwick.JOANNE),
            alderwick.contract_id(work),
        )
        with pytest.raises(NotAllowed, match="“Joanne” reads as a name") as action:
            propose_action(work, tom, ACTION, about, joanne.id, Origin(), NOW, first)
        with pytest.raises(NotAllowed, match="“Mrs Dunn” reads as a name") as look:
            schedule_monitoring(work, person(work, alderwick.PRIYA), about, LOOK, joanne.id, NOW, first)
        assert (action.value.field, look.value.field) == ("title", "criterion")
        plain = replace(ACTION, title="A second check of the charts")
        assert propose_action(work, tom, plain, about, joanne.id, Origin(), NOW, first).title == plain.title

    await record.write(act)


async def test_what_an_evaluation_should_have_said_names_nobody(record: Database) -> None:
    def act(work: UnitOfWork) -> None:
        priya, about = person(work, alderwick.PRIYA), alderwick.contract_id(work)
        kept = compile_evaluation(work, priya, about, None, NOW, first)
        confirm_evaluation(work, priya, kept.id, Verdict(kept.suggested, "Little is known yet."), NOW)
        share_evaluation(work, priya, kept.id, NOW)
        new = Said(Grounds.FACTUAL, "The night figure is wrong", "The rota")
        joanne, later = person(work, alderwick.JOANNE), NOW + timedelta(hours=1)
        challenge = open_challenge(work, joanne, kept.id, new, later, first)
        decision = Decision(ChallengeState.ACCEPTED, "The rota shows it", "Dele had 86 of 100")
        with pytest.raises(NotAllowed, match="“Dele” reads as a name") as refused:
            decide_challenge(work, person(work, alderwick.TOM), challenge.id, decision, later)
        assert refused.value.field == "instead"

    await record.write(act)


async def test_words_for_all_that_speak_of_a_safeguarding_record_reach_nobody(record: Database) -> None:
    def act(work: UnitOfWork) -> None:
        priya, about = person(work, alderwick.PRIYA), alderwick.contract_id(work)
        joanne, of_it = person(work, alderwick.JOANNE), "speaks of a safeguarding record"
        title, look = replace(ACTION, title="What SG-K7QP asks"), replace(LOOK, criterion="As in SG-K7QP")
        with pytest.raises(NotAllowed, match=of_it):
            propose_action(work, priya, title, about, joanne.id, Origin(), NOW, first)
        with pytest.raises(NotAllowed, match=of_it):
            schedule_monitoring(work, priya, about, look, joanne.id, NOW, first)
        new = NewImprovement("Medicines at night", "It is the third", Route.LIGHT)
        opened = open_improvement(work, priya, about, new, Sources(), NOW, first)
        said = Explanation(
            "Doses are missed", "There is an enquiry, SG-K7QP", "Pain in the night", "Clause 7.2"
        )
        with pytest.raises(NotAllowed, match=of_it):
            explain(work, priya, opened.id, said, 0, NOW)
        assert (opened.explained_at, work.narratives.latest(opened.id).get("what")) == (None, None)
        for kept in ContentClass:  # whatever way they come, and only what everybody reads
            subject, words = (SubjectKind.CONCERN, uuid4()), {"said": "See SG-K7QP"}
            if kept is ContentClass.SHARED:
                with pytest.raises(NotAllowed, match=of_it):
                    keep_texts(work, subject, kept, joanne, NOW, words)
            else:
                keep_texts(work, subject, kept, joanne, NOW, words)

    await record.write(act)
