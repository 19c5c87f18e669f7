"""What follows once something is agreed, by what the parties were asked about."""

from bot.casework.action_plans import plan_agreed
from bot.casework.agreements import ON_AGREED
from bot.casework.options import option_agreed
from domain.chronology import SubjectKind

__all__ = ["ON_AGREED"]

ON_AGREED.update({SubjectKind.OPTION: option_agreed, SubjectKind.PLAN: plan_agreed})
