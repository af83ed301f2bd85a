"""Asks a time-stamping authority for a stamp, over HTTP (RFC 3161, 3.4)."""

import urllib.error
import urllib.request
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import replace
from datetime import datetime, timedelta
from http.client import HTTPException
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

from cryptography.x509 import Certificate

from storage.errors import ProofError
from storage.proof.receipts import Receipt
from storage.proof.stamps import LONGEST, QUERY, REPLY, request_for, stamped_at

SECONDS = 30  # for the whole answer
APART = timedelta(minutes=10)  # of its clock and this machine's


class _Unmoved(urllib.request.HTTPRedirectHandler):
    """Follows no redirect: it would ask the other address without the request."""

    def redirect_request(self, *_: Any) -> None:
        return None


def stamped(receipt: Receipt, url: str, authority: Sequence[Certificate], now: datetime) -> Receipt:
    """The same receipt with a stamp of the authority at `url`, which holds by the certificates that are trusted.

    Raises ProofError where it does not answer, or its answer does not hold.
    """
    request, nonce = request_for(receipt.stamped_text)
    try:
        answer = _in_time(url, request)
        at = stamped_at(answer, receipt.stamped_text, authority, nonce)
    except ProofError as error:
        raise ProofError(f"{url}: {error}") from None
    if abs(at - now) > APART:
        raise ProofError(f"{url}: its clock says {at.isoformat()}, and this machine's {now.isoformat()}")
    return replace(receipt, stamp=answer)


def _in_time(url: str, request: bytes) -> bytes:
    """What it answers. A socket's timeout is one of silence, and would let it send byte after byte for ever."""
    answered: Future[bytes] = Future()

    def ask() -> None:
        try:
            answered.set_result(_ask(url, request))
        except BaseException as error:  # raised in the other thread
            answered.set_exception(error)

    Thread(target=ask, name="time authority", daemon=True).start()  # it ends with its answer, or with the process
    try:
        return answered.result(SECONDS)
    except TimeoutError:
        raise ProofError(f"the authority does not answer within {SECONDS:g} seconds") from None


def _ask(url: str, request: bytes) -> bytes:
    asked = urllib.request.Request(url, request, {"Content-Type": QUERY, "Accept": REPLY})  # noqa: S310 - see below
    if urlsplit(url).scheme not in ("http", "https"):
        raise ProofError("an authority is asked over http or https")
    try:
        with urllib.request.build_opener(_Unmoved).open(asked, timeout=SECONDS) as answer:
            kind = answer.headers.get_content_type()
            if kind != REPLY:
                raise ProofError(f"the answer is no time stamp: it is {kind}")
            body: bytes = answer.read(LONGEST + 1)
            return body
    except urllib.error.HTTPError as error:
        error.close()
        raise ProofError(f"the authority answered {error.code}") from None
    except (OSError, HTTPException, ValueError) as error:
        reason = getattr(error, "reason", None) or error
        raise ProofError(f"the authority does not answer: {reason or type(error).__name__}") from None
