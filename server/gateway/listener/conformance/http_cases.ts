/**
 * Conformance cases: HTTP requests.
 * @module
 */
import assert from "node:assert/strict";
import { limits } from "../../../../shared/limits.ts";
import { rawRequest } from "../../../../tests/support/raw_http.ts";
import { connectRaw } from "../../../../tests/support/raw_websocket.ts";
import { type Case, until } from "./rig.ts";

const echo = async (request: Request) => {
  const { method, url, headers } = request;
  return Response.json({ method, url, body: await request.text(), headers: [...headers] });
};

export const httpCases: Record<string, Case> = {
  "a GET reaches the handler with its address, target and headers": async (rig) => {
    let from = "";
    const site = await rig.start({
      fetch: (request, address) => {
        from = address;
        return echo(request);
      },
    });
    const answer = await fetch(`${site.url}/v1/rooms?a=%20b&c=d`, { headers: { "X-One": "eins" } });
    const seen = await answer.json();
    assert.equal(from, "127.0.0.1");
    assert.equal(seen.method, "GET");
    assert.equal(seen.url, `${site.url}/v1/rooms?a=%20b&c=d`);
    assert.deepEqual(seen.headers.find(([name]: string[]) => name === "x-one"), ["x-one", "eins"]);
  },

  "a POST's body reaches the handler byte for byte": async (rig) => {
    const site = await rig.start({ fetch: echo });
    const body = "Grüße 👩‍👩‍👧\n".repeat(2000);
    const answer = await fetch(site.url, { method: "POST", body });
    assert.equal((await answer.json()).body, body);
  },

  "a chunked body reaches the handler joined": async (rig) => {
    const site = await rig.start({ fetch: echo });
    const answer = await rawRequest(
      site.port,
      "PUT / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n" +
        "3\r\nabc\r\n4\r\ndefg\r\n0\r\n\r\n",
    );
    assert.equal(JSON.parse(answer!.body).body, "abcdefg");
  },

  "a connection carries several requests, whether their bodies were read or not": async (rig) => {
    const site = await rig.start({
      fetch: (request) => new Response(new URL(request.url).pathname),
    });
    const post = (path: string, length: number, more = "") =>
      `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: ${length}\r\n${more}\r\n` +
      "x".repeat(length);
    const bytes = post("/one", 10) + post("/two", 30_000) +
      post("/three", 1, "Connection: close\r\n");
    const socket = await connectRaw(site.port);
    let answers = "";
    socket.on("data", (chunk) => answers += chunk.toString());
    for (let at = 0; at < bytes.length; at += 5000) {
      socket.write(bytes.slice(at, at + 5000));
      await new Promise((resolve) => setTimeout(resolve));
    }
    await until(() => answers.includes("/three"), "the last request is answered");
    assert.match(answers, /\/one[^]*\/two[^]*\/three/);
    socket.destroy();
  },

  "a response's status, headers and cookies reach the client": async (rig) => {
    const headers = new Headers({ "X-Two": "zwei" });
    headers.append("Set-Cookie", "a=1");
    headers.append("Set-Cookie", "b=2; Path=/");
    const site = await rig.start({ fetch: () => new Response("made", { status: 201, headers }) });
    const answer = await fetch(site.url);
    assert.equal(answer.status, 201);
    assert.equal(answer.headers.get("x-two"), "zwei");
    assert.deepEqual(answer.headers.getSetCookie(), ["a=1", "b=2; Path=/"]);
    assert.equal(await answer.text(), "made");
  },

  "HEAD, 204 and 304 are answered without a body": async (rig) => {
    const statuses: Record<string, number> = { "/204": 204, "/304": 304 };
    const site = await rig.start({
      fetch: (request) => {
        const status = statuses[new URL(request.url).pathname];
        return status ? new Response(null, { status }) : new Response("seven b");
      },
    });
    for (
      const [method, path, status] of [["HEAD", "/", 200], ["GET", "/204", 204], [
        "GET",
        "/304",
        304,
      ]]
    ) {
      const answer = await rawRequest(
        site.port,
        `${method} ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`,
        { untilClose: true },
      );
      assert.deepEqual([answer?.status, answer?.body], [status, ""], `${method} ${path}`);
    }
  },

  "a response that is made bit by bit arrives bit by bit": async (rig) => {
    let controller!: ReadableStreamDefaultController<Uint8Array>;
    const body = new ReadableStream<Uint8Array>({ start: (it) => void (controller = it) });
    const site = await rig.start({ fetch: () => new Response(body) });
    const encoder = new TextEncoder();
    controller.enqueue(encoder.encode("one"));
    const answer = await fetch(site.url);
    const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader();
    for (const part of ["one", "two", "three"]) {
      if (part !== "one") controller.enqueue(encoder.encode(part));
      assert.equal((await reader.read()).value, part);
    }
    controller.close();
    assert.equal((await reader.read()).done, true);
  },

  "a client that goes away ends the response's making": async (rig) => {
    let cancelled = false;
    const site = await rig.start({
      fetch: () =>
        new Response(
          new ReadableStream({
            pull: (controller) => controller.enqueue(new Uint8Array(1000)),
            cancel: () => void (cancelled = true),
          }),
        ),
    });
    const socket = await connectRaw(site.port);
    socket.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    await new Promise((resolve) => socket.once("data", resolve));
    socket.destroy();
    await until(() => cancelled, "the body is cancelled");
  },

  "a client that goes away before its answer aborts the request": async (rig) => {
    let aborted = false;
    const site = await rig.start({
      fetch: ({ signal }) =>
        new Promise<Response>((resolve) => {
          signal.addEventListener("abort", () => {
            aborted = true;
            resolve(new Response("to nobody"));
          });
        }),
    });
    const socket = await connectRaw(site.port);
    socket.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    await new Promise((resolve) => setTimeout(resolve, 20));
    socket.destroy();
    await until(() => aborted, "the signal aborts");
  },

  "a body that announces more than the limit is answered 413 without asking the handler": async (
    rig,
  ) => {
    let asked = false;
    const site = await rig.start({
      fetch: () => {
        asked = true;
        return new Response();
      },
    });
    const answer = await rawRequest(
      site.port,
      `POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: ${
        limits.bodyBytes + 1
      }\r\n\r\n`,
    );
    assert.equal(answer?.status, 413);
    assert.equal(JSON.parse(answer!.body).code, "too-large");
    assert.equal(asked, false);
  },

  "a chunked body over the limit is cut there and answered 413": async (rig) => {
    let read = 0;
    const site = await rig.start({
      fetch: async (request) => {
        try {
          for await (const chunk of request.body!) read += chunk.length;
        } catch {
          // The answer that this makes is replaced.
        }
        return new Response();
      },
    });
    const chunk = `1000\r\n${"x".repeat(0x1000)}\r\n`;
    const answer = await rawRequest(
      site.port,
      "POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n" +
        chunk.repeat(limits.bodyBytes / 0x1000 + 1),
    );
    assert.equal(answer?.status, 413);
    assert.ok(read <= limits.bodyBytes);
  },

  "a body of exactly the limit is let in": async (rig) => {
    const site = await rig.start({
      fetch: async (request) => new Response(String((await request.text()).length)),
    });
    const answer = await fetch(site.url, { method: "POST", body: "x".repeat(limits.bodyBytes) });
    assert.equal(await answer.text(), String(limits.bodyBytes));
  },

  "another upgrade than to a WebSocket is answered as a plain request": async (rig) => {
    const site = await rig.start();
    const answer = await rawRequest(
      site.port,
      "GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings, close\r\nUpgrade: h2c\r\n" +
        "HTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA\r\n\r\n",
    );
    assert.deepEqual([answer?.status, answer?.body], [200, "Hello."]);
  },

  "garbage is answered 400 and the connection ended": async (rig) => {
    const site = await rig.start();
    assert.equal(
      (await rawRequest(site.port, "What is this?\r\n\r\n", { untilClose: true }))?.status,
      400,
    );
    assert.equal(await (await fetch(site.url)).text(), "Hello.");
  },

  "a host that would move the path is answered 400": async (rig) => {
    let path: string | undefined;
    const site = await rig.start({
      fetch: (request) => {
        path = new URL(request.url).pathname;
        return new Response();
      },
    });
    const answer = await rawRequest(
      site.port,
      "GET /a HTTP/1.1\r\nHost: x/secret?\r\nConnection: close\r\n\r\n",
    );
    assert.deepEqual([answer?.status, path], [400, undefined]);
  },

  "two hosts are answered 400": async (rig) => {
    const site = await rig.start();
    for (const target of ["/", "http://x/"]) {
      const answer = await rawRequest(
        site.port,
        `GET ${target} HTTP/1.1\r\nHost: x\r\nHost: y\r\nConnection: close\r\n\r\n`,
      );
      assert.equal(answer?.status, 400, target);
    }
  },

  "headers over the limit are answered 431": async (rig) => {
    const site = await rig.start();
    const long = "y".repeat(limits.headerBytes);
    const answer = await rawRequest(site.port, `GET / HTTP/1.1\r\nHost: x\r\nX: ${long}\r\n\r\n`);
    assert.equal(answer?.status, 431);
  },

  "headers that come too slowly are cut with 408": async (rig) => {
    const site = await rig.start({ times: { requestTime: 100 } });
    assert.equal((await rawRequest(site.port, "GET / HTTP/1.1\r\nHos"))?.status, 408);
  },

  "a connection that asks nothing is cut with 408": async (rig) => {
    const site = await rig.start({ times: { requestTime: 100 } });
    assert.equal((await rawRequest(site.port, ""))?.status, 408);
  },

  "a body that comes too slowly is cut with 408": async (rig) => {
    const site = await rig.start({ fetch: echo, times: { requestTime: 100 } });
    const answer = await rawRequest(
      site.port,
      "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc",
    );
    assert.equal(answer?.status, 408);
  },

  "a client that doesn't read its answer is cut": async (rig) => {
    let cancelled = false;
    const site = await rig.start({
      times: { stallTime: 200 },
      fetch: () =>
        new Response(
          new ReadableStream({
            pull: (controller) => controller.enqueue(new Uint8Array(65536)),
            cancel: () => void (cancelled = true),
          }),
        ),
    });
    const socket = await connectRaw(site.port);
    socket.pause();
    socket.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    await until(() => cancelled, "the answer is given up");
    socket.destroy();
  },
};
