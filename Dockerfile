# A container of the server: no shell, no package manager, not root; it writes /data and nothing else.
#
#   docker build --tag parley-server --build-arg COMMIT=$(git rev-parse --short=12 HEAD) .
#   docker run --read-only --volume parley:/data --publish 8000:8000 parley-server
FROM denoland/deno:debian-2.9.6 AS build
WORKDIR /source
COPY . .
# What --version says; may be left out.
ARG COMMIT
RUN PARLEY_COMMIT=$COMMIT deno task compile && install -d -m 700 /image/data

FROM gcr.io/distroless/cc-debian12:nonroot
COPY --from=build /source/dist/parley-server /usr/local/bin/parley-server
# With its parent, since of what is copied itself only the content keeps its rights.
COPY --from=build --chown=nonroot:nonroot /image /
USER nonroot:nonroot
ENV PARLEY_DATA=/data PARLEY_HOST=0.0.0.0 PARLEY_PORT=8000
VOLUME /data
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=10s --start-period=10s \
  CMD ["/usr/local/bin/parley-server", "healthcheck"]
ENTRYPOINT ["/usr/local/bin/parley-server"]
