"""How the parts of a process's window are drawn: a sentence each, with at most one button beside it."""

from collections.abc import Collection

from bot.blocks import Block, header, paragraphs


def part(said: str, way: Block | None = None, heading: str = "") -> list[Block]:
    """Return what is said of one part of a process, the button to more of it beside its first sentence."""
    drawn = paragraphs(said)
    if drawn and way is not None:
        drawn[0] = drawn[0] | {"accessory": way}
    return [*([header(heading)] if heading and drawn else []), *drawn]


def pressed_in(blocks: Collection[Block]) -> set[tuple[str, str]]:
    """Return what the buttons among some blocks do, and to which record."""
    return {
        (each["action_id"], each["value"])
        for block in blocks
        for each in (*block.get("elements", ()), block.get("accessory") or {})
        if each.get("type") == "button"
    }


def without(blocks: Collection[Block], shown: set[tuple[str, str]]) -> list[Block]:
    """Return blocks without the buttons that stand further up already: one thing has one button."""
    left = []
    for block in blocks:
        kept = dict(block)
        if pressed_in([{"accessory": block.get("accessory")}]) & shown:
            del kept["accessory"]
        if block["type"] == "actions":
            kept["elements"] = [
                each for each in block["elements"] if not pressed_in([{"accessory": each}]) & shown
            ]
            if not kept["elements"]:
                continue
        left.append(kept)
    return left
