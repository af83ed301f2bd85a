"""HEAD of anything that can be got: the same fields without the content (RFC 9110, 9.1 and 9.3.2)."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send


class HeadAsGet:
    """Asks for what HEAD names as GET does, and sends no content. Memento clients ask TimeGates so (RFC 7089, 4)."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and the head of its answer back."""

        async def without_content(message: Message) -> None:
            await send({**message, "body": b""} if message["type"] == "http.response.body" else message)

        if scope["type"] == "http" and scope["method"] == "HEAD":
            await self.app({**scope, "method": "GET"}, receive, without_content)
        else:
            await self.app(scope, receive, send)
