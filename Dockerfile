# docker build --build-arg VERSION="$(Sources/GlanceExporter/debian/version)" --build-arg REVISION="$(git rev-parse HEAD)" \
#     -t glance-exporter .
ARG BUILD_IMAGE=swift:6.3-bookworm
ARG RUNTIME_IMAGE=debian:bookworm-slim

FROM ${BUILD_IMAGE} AS builder
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        g++ git libcrypt-dev libcurl4-openssl-dev libsimdjson-dev libssl-dev libyaml-dev pkg-config python3 zlib1g-dev \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY Package.* ./
COPY Sources ./Sources
# Not built here, but the manifest names the tests' folders.
COPY Tests ./Tests
ARG REVISION=unknown
ENV GLANCE_EXPORTER_REVISION=$REVISION
RUN swift build -c release --static-swift-stdlib -Xlinker -s -Xlinker -z -Xlinker now --product glance-exporter \
    && install -D -m 0755 .build/release/glance-exporter /out/usr/bin/glance-exporter \
    && install -d /out/usr/share/doc/glance-exporter \
    && Sources/GlanceExporter/debian/sbom .build/release/glance-exporter \
        > /out/usr/share/doc/glance-exporter/glance-exporter.cdx.json \
    && Sources/GlanceExporter/debian/notices .build/release/glance-exporter > /out/usr/share/doc/glance-exporter/notices
ARG VERSION=unknown
# The label says the version that the program says.
RUN test "$VERSION" = unknown || test "$VERSION" = "$(Sources/GlanceExporter/debian/version)"

FROM ${RUNTIME_IMAGE}
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        ca-certificates libcrypt1 libcurl4 libsimdjson14 libssl3 libstdc++6 libyaml-0-2 zlib1g \
    && rm -rf /var/lib/apt/lists/* /var/cache/apt/* /var/log/apt /var/log/dpkg.log /var/cache/debconf/*-old
COPY --from=builder /out/ /
ARG VERSION=unknown
ARG REVISION=unknown
LABEL org.opencontainers.image.title="glance-exporter" \
    org.opencontainers.image.description="Prometheus exporter of OpenStack image catalogues" \
    org.opencontainers.image.licenses="Apache-2.0" \
    org.opencontainers.image.version="$VERSION" \
    org.opencontainers.image.revision="$REVISION"
USER 65534:65534
EXPOSE 19292
# Flags that concern the endpoint go into variables, where this sees them too.
HEALTHCHECK --interval=30s --timeout=10s --start-period=10s CMD ["/usr/bin/glance-exporter", "healthcheck"]
ENTRYPOINT ["/usr/bin/glance-exporter"]
