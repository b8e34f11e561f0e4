"""What a visitor sees and does, and a bench for the widget's modules."""

from typing import Any, Self

from playwright.async_api import Locator, Page, Request, Route

EMPTY_PAGE = "<!doctype html><html lang='fr'><title>Modules</title><body></body></html>"


class Chat:
    """The widget on a page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.host = page.locator("sales-copilot")
        self.launcher = self.host.locator(".launcher")
        self.panel = self.host.get_by_role("dialog")
        self.field = self.host.locator(".composer textarea")
        self.send_button = self.host.get_by_role("button", name="Envoyer", exact=True)
        self.stop_button = self.host.get_by_role("button", name="Arrêter la réponse")
        self.questions = self.host.locator(".entry.user .bubble")
        self.answers = self.host.locator(".entry.answer")
        self.team = self.host.locator(".entry.team")
        self.failure = self.host.locator(".failure")
        self.banner = self.host.locator(".banner")
        self.live = self.host.locator("[role=status]")
        self.requests: list[Request] = []
        page.on("request", self._notice)

    async def visit(self, url: str) -> Self:
        await self.page.goto(url)
        await self.launcher.wait_for()
        return self

    async def open(self) -> Self:
        await self.launcher.click()
        await self.panel.wait_for()
        return self

    async def say(self, text: str) -> Locator:
        """Sends a message; gives the place of its answer."""
        count = await self.answers.count()
        await self.field.fill(text)
        await self.field.press("Enter")
        return self.answers.nth(count)

    async def focused(self) -> str:
        """What has the focus, inside the shadow root too."""
        script = """() => {
            const inner = document.activeElement?.shadowRoot?.activeElement ?? document.activeElement;
            return [inner?.localName, inner?.className, inner?.getAttribute("aria-label")].filter(Boolean).join(" ");
        }"""
        return await self.page.evaluate(script)

    async def stored(self) -> dict[str, Any]:
        return await self.page.evaluate("""() => ({
            local: {...localStorage}, session: {...sessionStorage}, cookies: document.cookie,
        })""")

    def _notice(self, request: Request) -> None:
        self.requests.append(request)

    def webhook_requests(self) -> list[Request]:
        return [request for request in self.requests if "/webhook/" in request.url]


class Lab:
    """Runs the widget's modules by themselves, and notices whatever leaves the page or executes."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.url = ""
        self.requests: list[str] = []
        self.dialogs: list[str] = []
        self.errors: list[str] = []

    async def prepare(self, base_url: str) -> Self:
        async def answer(route: Route) -> None:
            await route.fulfill(body=EMPTY_PAGE, content_type="text/html")

        self.url = f"{base_url}/lab"
        await self.page.route("**/lab", answer)
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("dialog", self._dismiss)
        return self

    async def open(self) -> Self:
        """A new document, with nothing of the test before."""
        await self.page.goto(self.url)
        for noticed in (self.requests, self.dialogs, self.errors):
            noticed.clear()
        return self

    async def run(self, body: str, argument: Any = None) -> Any:
        """Runs the body of an async function; `load` imports a module of `widget/src`."""
        script = f"async (input) => {{ const load = (path) => import(`/src/${{path}}`); {body} }}"
        return await self.page.evaluate(script, argument)

    async def _dismiss(self, dialog: Any) -> None:
        self.dialogs.append(dialog.message)
        await dialog.dismiss()
