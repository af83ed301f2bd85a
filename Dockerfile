# The exact, hashed versions of requirements/run.lock, and the program. The archive stands in the volume /archive.
FROM python:3.11-slim
COPY . /src
RUN pip install --no-cache-dir --no-deps --require-hashes --requirement /src/requirements/run.lock \
    && pip install --no-cache-dir --no-deps --no-build-isolation /src \
    && rm -r /src \
    && useradd --create-home communique \
    && install --directory --owner=communique /archive
USER communique
WORKDIR /archive
VOLUME /archive
ENTRYPOINT ["communique"]
