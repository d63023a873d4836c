# The production image: the packages of requirements/run.txt, the collected static files and the code, nothing else.

FROM python:3.12-slim-bookworm AS build
WORKDIR /app
COPY requirements requirements
RUN python -m venv .venv && .venv/bin/pip install --no-cache-dir --require-hashes --requirement requirements/run.txt
RUN python -m venv /node && /node/bin/pip install --no-cache-dir --require-hashes --requirement requirements/assets.txt
COPY package.json package-lock.json .npmrc ./
RUN PATH="/node/bin:$PATH" npm ci --ignore-scripts --no-audit --no-fund
COPY . .
RUN PATH="/node/bin:$PATH" npm run build \
    && SECRET_KEY=only-for-this-step .venv/bin/python manage.py collectstatic --no-input \
    && rm -rf node_modules static/src var

FROM python:3.12-slim-bookworm
RUN apt-get update \
    && apt-get install --yes --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 throughcare
WORKDIR /app
COPY --from=build /app .
RUN install --directory --owner throughcare --mode 700 var
USER throughcare
ENV PATH="/app/.venv/bin:$PATH" PYTHONUNBUFFERED=1
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=10s --start-period=30s CMD ["python", "config/healthcheck.py"]
CMD ["gunicorn", "config.wsgi", "--bind", "0.0.0.0:8000", "--workers", "2", "--threads", "4", \
     "--no-control-socket", "--worker-tmp-dir", "/dev/shm"]
