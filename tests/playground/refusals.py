"""How Slack refuses, read from its own client's error."""

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError


async def refusal(call: Any) -> dict[str, Any]:
    """How Slack refuses this call."""
    with pytest.raises(SlackApiError) as refused:
        await call
    body = refused.value.response.data
    assert isinstance(body, dict)
    assert body["ok"] is False
    return body


async def refused_with(call: Any) -> str:
    return str((await refusal(call))["error"])
