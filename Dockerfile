# The bot alone: no playground, no tests, no compiler, no root.
FROM python:3.13-slim AS parts
WORKDIR /parts
COPY requirements.lock .
RUN python -m venv /opt/handrail \
    && /opt/handrail/bin/python -m pip install --no-cache-dir --disable-pip-version-check \
        --require-hashes --only-binary :all: -r requirements.lock

FROM python:3.13-slim
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin handrail \
    && install --directory --owner=handrail --mode=0700 /data /seals
COPY --from=parts /opt/handrail /opt/handrail
WORKDIR /srv/handrail
COPY domain domain
COPY storage storage
COPY prompts prompts
COPY bot bot
RUN /opt/handrail/bin/python -m compileall -q domain storage bot
ENV PATH=/opt/handrail/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    HANDRAIL_PORT=3000 \
    DATABASE_URL=sqlite:////data/handrail.db \
    SEALS_FILE=/seals/handrail-seals.jsonl
# By number, so that a platform can see for itself that it is not root.
USER 10001
VOLUME /data /seals
EXPOSE 3000
# A proxy set for the bot's way to Slack must not stand between it and itself.
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 CMD ["python", "-c", "import os, urllib.request as ask; ask.build_opener(ask.ProxyHandler({})).open('http://127.0.0.1:' + os.environ['HANDRAIL_PORT'] + '/healthz', timeout=4)"]
CMD ["python", "-m", "bot", "run"]
