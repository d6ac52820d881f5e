# The papermesh command, at the locked versions, as a user without rights.
FROM python:3.13-slim AS build
WORKDIR /src
COPY requirements/run.txt requirements/run.txt
RUN python -m venv /opt/papermesh \
 && /opt/papermesh/bin/pip install --no-cache-dir --require-hashes -r requirements/run.txt
COPY pyproject.toml README.md LICENSE ./
COPY papermesh papermesh
RUN /opt/papermesh/bin/pip wheel --no-cache-dir --no-deps --wheel-dir /wheels . \
 && /opt/papermesh/bin/pip install --no-cache-dir --no-deps /wheels/*.whl

FROM python:3.13-slim
COPY --from=build /opt/papermesh /opt/papermesh
RUN useradd --create-home papermesh
USER papermesh
ENV PATH=/opt/papermesh/bin:$PATH
WORKDIR /data
ENTRYPOINT ["papermesh"]
CMD ["--help"]
