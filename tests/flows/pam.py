"""Pam works for the provider and is in the shared channel, and nobody has added her."""

from playground import alderwick
from playground.house import House
from playground.workspace import Person

PAM = "U0PAM"


def invite_pam(house: House) -> None:
    """Let somebody nobody has added into the shared channel."""
    workspace = house.playground.workspace
    workspace.add(Person(PAM, alderwick.PROVIDER, "Pam Stone"))
    workspace.channels[alderwick.SHARED].members.append(PAM)
