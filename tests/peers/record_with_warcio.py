"""Records two visits to each address with warcio, those of the second that found nothing new as revisits.

Run by the Python of the peers' environment: FILE ADDRESS...
"""

import sys
import time

from warcio.capture_http import capture_http  # before what it captures

import requests  # isort: skip

seen = {}


def revisit(request, response, recorder):
    """The record of an answer, or of the revisit that it is."""
    digest, headers = response.rec_headers["WARC-Payload-Digest"], response.rec_headers
    if digest not in seen:
        seen[digest] = headers["WARC-Target-URI"], headers["WARC-Date"]
        return request, response
    url, at = seen[digest]
    made = recorder.writer.create_revisit_record(
        headers["WARC-Target-URI"], digest, url, at, http_headers=response.http_headers
    )
    return request, made


with capture_http(sys.argv[1], revisit, warc_version="1.1"):
    for _ in range(2):
        for address in sys.argv[2:]:
            requests.get(address, timeout=10)
        time.sleep(1)
