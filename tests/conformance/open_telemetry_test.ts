import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { createGunzip } from "node:zlib";
import { call } from "../support/http.ts";
import { startServer } from "../support/server.ts";
import { eventually } from "../support/wait.ts";

Deno.test("OpenTelemetry, switched on by the usual variables, hears of the threads' requests, metrics and log", async () => {
  const heard = { "/v1/traces": "", "/v1/metrics": "", "/v1/logs": "" };
  const collector = createServer(async (request, response) => {
    const isPacked = request.headers["content-encoding"] === "gzip";
    const body = await text(isPacked ? request.pipe(createGunzip()) : request);
    heard[request.url as keyof typeof heard] += body;
    response.end("{}");
  });
  await new Promise<void>((resolve) => collector.listen(0, "127.0.0.1", resolve));
  const { port } = collector.address() as AddressInfo;
  try {
    await using server = await startServer({
      flags: ["--workers", "2", "--max-connections", "1000000"],
      env: {
        OTEL_DENO: "true",
        OTEL_SERVICE_NAME: "parley-of-this-test",
        OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
        OTEL_EXPORTER_OTLP_PROTOCOL: "http/json",
        OTEL_METRIC_EXPORT_INTERVAL: "500",
        OTEL_BSP_SCHEDULE_DELAY: "200",
        OTEL_BLRP_SCHEDULE_DELAY: "200",
      },
    });
    assert.equal((await call(server.url, "/healthz")).status, 200);
    await eventually(
      () =>
        heard["/v1/traces"].includes("/healthz") &&
        heard["/v1/metrics"].includes("http.server.request.duration") &&
        heard["/v1/logs"].includes("connections are possible"),
      "the collector hears of all three",
    );
    for (const body of Object.values(heard)) assert.ok(body.includes("parley-of-this-test"));
  } finally {
    collector.closeAllConnections();
    await new Promise((resolve) => collector.close(resolve));
  }
});
