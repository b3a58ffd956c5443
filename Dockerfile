# docker build --build-arg REVISION="$(git rev-parse HEAD)" -t glance-exporter .
FROM swift:6.3-bookworm AS builder
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        libcrypt-dev libcurl4-openssl-dev libsimdjson-dev libssl-dev libyaml-dev pkg-config zlib1g-dev \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY Package.* ./
COPY Sources ./Sources
# Not built here, but the manifest names the tests' folders.
COPY Tests ./Tests
ARG REVISION=unknown
ENV GLANCE_EXPORTER_REVISION=$REVISION
RUN swift build -c release --static-swift-stdlib --product glance-exporter \
    && install -D -m 0755 .build/release/glance-exporter /out/glance-exporter

FROM debian:bookworm-slim
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        ca-certificates libcurl4 libsimdjson14 libstdc++6 libyaml-0-2 zlib1g \
    && rm -rf /var/lib/apt/lists/*
COPY --from=builder /out/glance-exporter /usr/local/bin/glance-exporter
USER 65534:65534
EXPOSE 19292
HEALTHCHECK NONE
ENTRYPOINT ["/usr/local/bin/glance-exporter"]
