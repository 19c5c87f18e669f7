"""The counts: states, ages, codes and seconds. No id of a record, no name, no word of anybody's."""

from datetime import timedelta

from prometheus_client import CollectorRegistry, Counter, Gauge, generate_latest

from bot.casework.wellbeing import Urgent, look_at_urgent
from bot.pulse import Pulse
from bot.services import Services
from bot.slack_socket import SocketState
from domain.notices import NoticeState
from storage.unit_of_work import UnitOfWork


async def figures(services: Services) -> bytes:
    """Return what is counted, as Prometheus reads it. Raises NotRecorded when the database does not answer."""
    now, real = services.clock.now(), services.clock.real()

    def count(work: UnitOfWork) -> tuple[dict[str, int], Urgent, int]:
        return work.notices.counts(), look_at_urgent(work, now), work.processes.posts_counted(real)

    counts, urgent, posts = await services.database.read(count)
    registry = CollectorRegistry()
    states = Gauge("handrail_notices", "Messages by state", ["state"], registry=registry)
    for state in NoticeState:  # labels are words of ours alone
        states.labels(state.value).set(counts.get(state.value, 0))
    _set(registry, "handrail_uncertain", "Messages of which nobody knows yet", counts.get("uncertain", 0))
    _set(registry, "handrail_urgent_overdue", "Urgent messages two minutes late", urgent.overdue)
    _set(registry, "handrail_urgent_stopped", "Urgent duties without a live next step", urgent.stopped)
    oldest = now - urgent.oldest if urgent.oldest else timedelta(0)
    _set(
        registry, "handrail_oldest_urgent_seconds", "Age of the oldest urgent message", oldest.total_seconds()
    )
    _set(registry, "handrail_posts_set_aside", "Posts counted over the last minute, all processes", posts)
    _of_process(registry, services.pulse, services.clock.steady())
    return generate_latest(registry)


def _of_process(registry: CollectorRegistry, pulse: Pulse, steady: timedelta) -> None:
    """Count what is true of this process alone."""
    last = steady if pulse.went_round_at is None else pulse.went_round_at
    _set(registry, "handrail_cycle_seconds", "How long the last cycle took", pulse.cycle_seconds)
    _set(
        registry, "handrail_cycle_age_seconds", "Since the last cycle ended", (steady - last).total_seconds()
    )
    _set(registry, "handrail_clock_ahead_seconds", "How far the machine's clock is ahead", pulse.clock_ahead)
    _set(registry, "handrail_greeted", "Whether Slack has said who we are", pulse.is_greeted)
    socket = Gauge("handrail_socket", "How Socket Mode stands", ["state"], registry=registry)
    for state in SocketState if pulse.socket() else ():
        socket.labels(state.value).set(state.value == pulse.socket())
    refusals = Counter("handrail_refusals", "What Slack refused, by its code", ["code"], registry=registry)
    for code, number in sorted(pulse.refusals.items()):
        refusals.labels(code).inc(number)


def _set(registry: CollectorRegistry, name: str, help_text: str, value: float) -> None:
    Gauge(name, help_text, registry=registry).set(value)
