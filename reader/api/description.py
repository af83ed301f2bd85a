"""The description of the API in OpenAPI."""

from typing import Any

from fastapi import FastAPI

ANSWER, TOLD = "application/json", "application/problem+json"  # media types


class Described(FastAPI):
    """An application whose description gives problems the media type that they have (RFC 9457, 3).

    FastAPI describes all answers of a path with the media type of the one that goes well.
    """

    def openapi(self) -> dict[str, Any]:
        """The description, made once."""
        told = super().openapi()
        for operations in told["paths"].values():
            for status, response in operations["get"]["responses"].items():
                if status != "200" and ANSWER in response["content"]:
                    response["content"] = {TOLD: response["content"][ANSWER]}
        return told
