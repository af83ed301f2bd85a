"""Time stamps of an authority (RFC 3161): what is sent to it, and when it stamped a text, by its answer.

By rfc3161-client, which is an extra of the program (`communique[timestamps]`). Nothing here asks anybody.
"""

import re
from collections.abc import Sequence
from datetime import datetime
from importlib import import_module
from pathlib import Path
from types import ModuleType

from cryptography.x509 import Certificate, load_pem_x509_certificates

from storage.errors import NoProofError, ProofError
from storage.proof.signatures import read_pem

QUERY, REPLY = "application/timestamp-query", "application/timestamp-reply"  # their media types (RFC 3161, 3.4)
LONGEST = 64 * 1024  # bytes of an answer: they have some thousands
GRANTED = 0
_UNTRUSTED = re.compile(r'data: "Verify error: ([^"]*)"')  # what OpenSSL says of a certificate


def read_authority(path: Path) -> Sequence[Certificate]:
    """The certificates in a PEM file, all of which are trusted. Raises NoProofError where there is none."""
    try:
        return load_pem_x509_certificates(read_pem(path))
    except ValueError:
        raise NoProofError(f"{path} holds no certificate in PEM") from None


def request_for(text: bytes) -> tuple[bytes, int]:
    """A request to stamp the SHA-256 of a text, and the nonce that the answer must repeat. Raises ProofError."""
    library = _library()
    builder = library.TimestampRequestBuilder().data(text).hash_algorithm(library.HashAlgorithm.SHA256)
    request = builder.build()
    return request.as_bytes(), request.nonce


def stamped_at(answer: bytes, text: bytes, authority: Sequence[Certificate], nonce: int | None = None) -> datetime:
    """When an authority stamped a text, as its answer says, in UTC.

    The authority's own certificate must lead to one of those that are trusted, and have held at that time. Raises
    ProofError where the answer is none, is one to another text or nonce, or comes from somebody else.
    """
    library = _library()
    if len(answer) > LONGEST:
        raise ProofError(f"the time stamp is longer than {LONGEST} bytes")
    try:
        found = library.decode_timestamp_response(answer)
        if found.status == GRANTED:
            library.VerifierBuilder(roots=list(authority), nonce=nonce).build().verify_message(found, text)
            at: datetime = found.tst_info.gen_time
            return at
        said = "; ".join(found.status_string) or f"its status is {found.status}"
    except (ValueError, library.VerificationError) as error:
        why = _UNTRUSTED.search(str(error))
        said = f"its signature does not lead to that authority ({why[1]})" if why else str(error)
        raise ProofError(f"the time stamp does not hold: {said}") from None
    raise ProofError(f"the authority refused to stamp it: {said}")


def _library() -> ModuleType:
    try:
        return import_module("rfc3161_client")
    except ModuleNotFoundError:
        raise ProofError("time stamps need their library: `pipx install '.[timestamps]'` in a checkout") from None
