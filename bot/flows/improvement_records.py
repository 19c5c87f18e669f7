"""What is seldom needed of an improvement process, *More*; the register of agreements, and the Word report."""

from bot.agreement_register_blocks import FETCH_REPORT, OPEN_REGISTER, register_window
from bot.answers import Answer, OpenForm
from bot.blocks import form, paragraphs
from bot.casework.agreement_register import register_for
from bot.casework.exports import ask_for_report
from bot.casework.improvement_access import improvement_for
from bot.export_link import address
from bot.improvement_more_blocks import MORE, more_window
from bot.inbound import Press
from bot.listeners import Listeners
from bot.services import Services
from bot.templates import Markup, render, words
from bot.turn import Turn, record_id
from domain.confidentiality import ContentClass


def show_more(turn: Turn[Press]) -> Answer:
    """*More*: what is needed less often, laid over the window of the process, which is gone back to by closing it."""
    improvement = improvement_for(turn.work, turn.person, record_id(turn.inbound.value))
    return OpenForm(more_window(turn.work, turn.person, improvement, turn.now))


def open_register(turn: Turn[Press]) -> Answer:
    """*Who agreed what*: every version that was asked about, who said what to it, for whom and with what evidence."""
    improvement, versions = register_for(turn.work, turn.person, record_id(turn.inbound.value))
    return OpenForm(register_window(turn.work, improvement, versions))


def fetch_report(turn: Turn[Press]) -> Answer:
    """*Report (Word)*: keep that it is wanted, and show the link to whoever asked and nobody else."""
    label, settings = words("agreement_register_words"), turn.services.settings
    if not settings.public_url:
        return OpenForm(
            form("read_only", label.report_title, paragraphs(render("improvement_report_link", NO_PAGE)))
        )
    export, token = ask_for_report(turn.work, turn.person, record_id(turn.inbound.value), turn.now)
    link = Markup(f"<{address(settings, token)}|{words('export_form').open_link}>")
    facts = {
        "link": link,
        "until": export.expires_at,
        "is_whole": export.content_class is ContentClass.INTERNAL,
    }
    return OpenForm(
        form("read_only", label.report_title, paragraphs(render("improvement_report_link", facts)))
    )


NO_PAGE: dict[str, object] = {"link": "", "until": None, "is_whole": False}


def register(listeners: Listeners, _services: Services) -> None:
    """Make the story known."""
    listeners.press(MORE, show_more, writes=False, for_others=True)
    listeners.press(OPEN_REGISTER, open_register, writes=False, for_others=True)
    listeners.press(FETCH_REPORT, fetch_report)
