"""What follows once something is agreed, or counts no more, by what the parties were asked about."""

from bot.casework.action_plans import plan_agreed
from bot.casework.agreements import ON_AGREED, ON_VOIDED, VOIDED_WITH
from bot.casework.meeting_pack import pack_agreed, pack_voided, packs_about
from bot.casework.options import option_agreed
from domain.chronology import SubjectKind

__all__ = ["ON_AGREED"]

ON_AGREED.update(
    {
        SubjectKind.OPTION: option_agreed,
        SubjectKind.PLAN: plan_agreed,
        SubjectKind.MEETING: pack_agreed,
    }
)
ON_VOIDED[SubjectKind.MEETING] = pack_voided
VOIDED_WITH.append(packs_about)
