import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { limits } from "../../shared/limits.ts";
import { type Post, posterTo } from "./post.ts";
import { CERTIFICATE, KEY } from "./testing/certificate.ts";

/** Runs a test with a receiver on 127.0.0.1, of which no name in the world tells. */
async function withReceiver(
  listener: RequestListener,
  test: (port: number) => Promise<void>,
  { tls = false } = {},
): Promise<void> {
  const server: Server = tls
    ? createTlsServer({ key: KEY, cert: CERTIFICATE }, listener)
    : createServer(listener);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    await test((server.address() as AddressInfo).port);
  } finally {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  }
}

function post(url: string, fields: Partial<Post> = {}): Post {
  const signal = new AbortController().signal;
  return { url, headers: {}, body: "{}", attempt: 0, signal, ...fields };
}

/** Resolves every name to these addresses, and counts how often it was asked. */
function resolver(...addresses: string[]) {
  const asked: string[] = [];
  const resolve = (host: string) => {
    asked.push(host);
    return Promise.resolve(addresses);
  };
  return { asked, resolve };
}

Deno.test("a post goes to the very address that was judged, looked up once, under the URL's name", async () => {
  let got: unknown;
  await withReceiver((request, response) => {
    let body = "";
    request.on("data", (chunk) => body += chunk);
    request.on("end", () => {
      const { host, "x-test": test } = request.headers;
      got = { method: request.method, url: request.url, host, test, body };
      response.writeHead(204).end();
    });
  }, async (port) => {
    const { asked, resolve } = resolver("127.0.0.1");
    const poster = posterTo({ toPrivate: true, resolve });
    const url = `http://hooks.example:${port}/in?key=1`;
    const status = await poster(post(url, { headers: { "x-test": "1" }, body: '{"text":"ü"}' }));
    assert.equal(status, 204);
    assert.deepEqual(asked, ["hooks.example"]);
    assert.deepEqual(got, {
      method: "POST",
      url: "/in?key=1",
      host: `hooks.example:${port}`,
      test: "1",
      body: '{"text":"ü"}',
    });
  });
});

Deno.test("a name that leads to private addresses only is refused before anything is connected to", async () => {
  let requests = 0;
  await withReceiver((_request, response) => {
    requests++;
    response.end();
  }, async (port) => {
    for (const address of ["127.0.0.1", "::1", "::ffff:127.0.0.1", "10.0.0.1"]) {
      const poster = posterTo({ toPrivate: false, ...resolver(address) });
      await assert.rejects(poster(post(`http://hooks.example:${port}/`)), {
        code: "forbidden",
        message: /hooks\.example is no public address.*--webhooks-to-private on/,
      });
    }
    const poster = posterTo({ toPrivate: false });
    await assert.rejects(poster(post(`http://127.0.0.1:${port}/`)), { code: "forbidden" });
    await assert.rejects(poster(post(`http://localhost:${port}/`)), { code: "forbidden" });
    assert.equal(requests, 0);
  });
});

Deno.test("each attempt takes the next address of the name", async () => {
  await withReceiver((_request, response) => void response.end(), async (port) => {
    const poster = posterTo({ toPrivate: true, ...resolver("::1", "127.0.0.1") });
    const url = `http://hooks.example:${port}/`;
    await assert.rejects(poster(post(url, { attempt: 0 })));
    assert.equal(await poster(post(url, { attempt: 1 })), 200);
  });
});

Deno.test("TLS is verified against the URL's name, though the address is connected to", async () => {
  await withReceiver((_request, response) => void response.end(), async (port) => {
    const { resolve } = resolver("127.0.0.1");
    const trusting = posterTo({ toPrivate: true, resolve, ca: CERTIFICATE });
    assert.equal(await trusting(post(`https://hooks.example:${port}/`)), 200);
    await assert.rejects(trusting(post(`https://other.example:${port}/`)), /altnames/);
    const usual = posterTo({ toPrivate: true, resolve });
    await assert.rejects(usual(post(`https://hooks.example:${port}/`)), /self-signed/);
  }, { tls: true });
});

Deno.test("redirects are not followed", async () => {
  const paths: unknown[] = [];
  await withReceiver((request, response) => {
    paths.push(request.url);
    response.writeHead(307, { location: "/elsewhere" }).end();
  }, async (port) => {
    const poster = posterTo({ toPrivate: true });
    assert.equal(await poster(post(`http://127.0.0.1:${port}/first`)), 307);
    assert.deepEqual(paths, ["/first"]);
  });
});

Deno.test("a receiver that never answers is given up when the time is over", async () => {
  await withReceiver(() => {}, async (port) => {
    const time = new AbortController();
    const poster = posterTo({ toPrivate: true });
    const answer = poster(post(`http://127.0.0.1:${port}/`, { signal: time.signal }));
    setTimeout(() => time.abort(), 50);
    await assert.rejects(answer, { name: "AbortError" });
  });
});

Deno.test("a name whose lookup hangs is given up when the time is over", async () => {
  const time = new AbortController();
  const poster = posterTo({ toPrivate: true, resolve: () => new Promise(() => {}) });
  const answer = poster(post("http://hooks.example/", { signal: time.signal }));
  time.abort();
  await assert.rejects(answer, { name: "AbortError" });
});

Deno.test("an answer without end is cut; its status counts", async () => {
  let sent = 0;
  let cut!: () => void;
  const wasCut = new Promise<void>((resolve) => cut = resolve);
  await withReceiver((_request, response) => {
    const chunk = new Uint8Array(16 * 1024);
    response.on("close", cut);
    const more = () => {
      if (response.destroyed) return;
      sent += chunk.length;
      response.write(chunk, () => setTimeout(more, 1));
    };
    more();
  }, async (port) => {
    const poster = posterTo({ toPrivate: true });
    assert.equal(await poster(post(`http://127.0.0.1:${port}/`)), 200);
    await wasCut;
    assert.ok(sent > limits.hookAnswerBytes);
  });
});
