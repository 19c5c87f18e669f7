"""One person at a real browser, by what they see: links, labels, buttons."""

from pathlib import Path

from playwright.async_api import Locator, Page, expect

from playground.alderwick import Character

expect.set_options(timeout=20_000)  # milliseconds: a machine that builds something else meanwhile is slow


class Desk:
    """A browser window that somebody sits at."""

    def __init__(self, page: Page, url: str, pictures: Path) -> None:
        self.page = page
        self.url = url
        self._pictures = pictures

    async def sit_down(self, who: Character, conversation: str) -> None:
        """Become somebody, and open one of their conversations by its name."""
        await self.page.goto("about:blank")
        await self.page.goto(f"{self.url}/#as={who.user_id}")
        await expect(self.page.get_by_test_id("person-switch")).to_contain_text(who.name)
        await self.open(conversation)

    async def open(self, conversation: str) -> None:
        await self.page.get_by_test_id(f"conversation-{conversation}").click()

    async def type_command(self, command: str) -> None:
        box = self.page.get_by_test_id("composer-text")
        await box.fill(command)
        await box.press("Enter")
        await expect(self.page.get_by_test_id("modal")).to_be_visible()

    async def type(self, label: str, words: str) -> None:
        await self.form.get_by_label(label).fill(words)

    async def tick(self, label: str) -> None:
        await self.form.get_by_label(label).check()

    async def choose(self, label: str, choice: str) -> None:
        await self.form.get_by_label(label).select_option(label=choice)

    async def send(self) -> None:
        """Send the form, which closes once its record is kept."""
        await self.page.get_by_test_id("submit").last.click()
        await expect(self.page.get_by_test_id("modal")).to_have_count(0)

    async def send_and_stay(self) -> None:
        """Send the form, whose window stays and says something."""
        await self.page.get_by_test_id("submit").last.click()

    async def press_in_form(self, label: str) -> None:
        """Press a button of the topmost window, which lays a form over it."""
        await self.form.get_by_role("button", name=label, exact=True).last.click()
        await expect(self.page.get_by_test_id("modal")).to_have_count(2)

    async def move_on(self, step: str) -> None:
        """Let time pass: `hour`, `working_day` or `week`."""
        before = await self.page.get_by_test_id("clock").inner_text()
        await self.page.get_by_test_id(f"clock-{step}").click()
        await expect(self.page.get_by_test_id("clock")).not_to_have_text(before)

    async def close(self) -> None:
        await self.page.get_by_test_id("modal-close").last.click()
        await expect(self.page.get_by_test_id("modal")).to_have_count(0)

    async def press(self, label: str) -> None:
        """Press the newest button of that name."""
        await self.page.get_by_role("button", name=label, exact=True).last.click()

    async def reads(self, words: str) -> bool:
        """Say whether these words come to stand on the screen, which may take a moment."""
        try:
            await expect(self.page.get_by_text(words).filter(visible=True).last).to_be_visible()
        except AssertionError:
            return False
        return True

    async def reads_not(self, words: str) -> bool:
        """Say whether these words are nowhere on the screen, or leave it in a moment."""
        try:
            await expect(self.page.get_by_text(words)).to_have_count(0)
        except AssertionError:
            return False
        return True

    async def picture(self, name: str) -> None:
        """Keep what the screen shows."""
        await self.page.screenshot(path=self._pictures / f"{name}.png")

    @property
    def form(self) -> Locator:
        return self.page.get_by_test_id("modal").last
