# The image of every service, one target each: codepix, bank-api, bank-web. docker-compose.yml builds and wires them.
#
# What comes from outside is compiled in a layer of its own, which stays until a manifest or the lockfile changes; after
# that only our own crates are compiled. Nothing here asks for BuildKit.

# The workspace with empty programs in place of ours: the same files as long as no manifest changes.
FROM rust:1.95-bookworm AS manifests
WORKDIR /src
COPY . .
RUN echo 'fn main() {}' >/tmp/main.rs \
 && find . -type f ! -name 'Cargo.*' ! -name build.rs ! -path '*/src/main.rs' ! -path '*/src/lib.rs' -delete \
 && find . -type d -empty -delete \
 && find . -name lib.rs -exec truncate -s 0 {} + \
 && find . -name '*.rs' ! -name lib.rs -exec cp /tmp/main.rs {} \;

FROM rust:1.95-bookworm AS build
# Queries are checked against .sqlx; nothing of the target directory is built upon later; OpenSSL is in the programs.
ENV SQLX_OFFLINE=true CARGO_INCREMENTAL=0 CARGO_TARGET_DIR=/target OPENSSL_STATIC=1
WORKDIR /src
COPY --from=manifests /src .
RUN cargo build --release --locked -p codepix -p bank-api -p bank-web
COPY . .
# Cargo goes by modification times, and the checked-out files are older than the empty programs just built.
RUN find . -name '*.rs' -exec touch {} + \
 && cargo build --release --locked -p codepix -p bank-api -p bank-web

# The pages' wasm, by the same steps as scripts/up; where it cannot be made, pages are served without it.
FROM build AS site
RUN apt-get update && apt-get install -y --no-install-recommends nodejs npm && rm -rf /var/lib/apt/lists/*
RUN mkdir -p .run && bash -c 'for part in settings processes install pages; do source scripts/lib/$part.sh; done; build_pages' \
 && mkdir -p /target/site

# What all services have in common. banks.env is mounted into the working directory, where they look for it, and beside it
# what secrets a service has. Inside a
# container a service listens to everybody; which ports are open to whom, the compose file says.
FROM debian:bookworm-slim AS service
WORKDIR /opt/codepix
ENV HTTP_ADDR=0.0.0.0:8000
USER 10001:10001

FROM service AS codepix
COPY --from=build /target/release/codepix /usr/local/bin/
ENV GRPC_ADDR=0.0.0.0:50051
EXPOSE 8000 50051
HEALTHCHECK --interval=5s --timeout=3s --start-period=30s CMD ["codepix", "healthcheck"]
CMD ["codepix", "serve"]

FROM service AS bank-api
COPY --from=build /target/release/bank-api /usr/local/bin/
EXPOSE 8000
HEALTHCHECK --interval=5s --timeout=3s --start-period=30s CMD ["bank-api", "healthcheck"]
CMD ["bank-api", "serve"]

FROM service AS bank-web
COPY --from=build /target/release/bank-web /usr/local/bin/
COPY --from=site /target/site /opt/codepix/site
ENV SITE_DIR=/opt/codepix/site
EXPOSE 8000
HEALTHCHECK --interval=5s --timeout=3s --start-period=30s CMD ["bank-web", "--healthcheck"]
CMD ["bank-web"]
