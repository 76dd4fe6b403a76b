import assert from "node:assert/strict";
import { join } from "node:path";
import { CERTIFICATE, KEY } from "../../tests/support/certificate.ts";
import { freePort } from "../../tests/support/free_port.ts";
import { NatsServer, WITHOUT_NATS } from "../../tests/support/nats.ts";
import { testUnless } from "../../tests/support/skip.ts";
import { eventually } from "../../tests/support/wait.ts";
import { Broker } from "./broker.ts";

/** Two nodes with these URLs hear each other. */
async function hear(one: string, two = one): Promise<void> {
  const brokers = [await Broker.connect(one, "test"), await Broker.connect(two, "test")];
  try {
    await hearing(brokers);
  } finally {
    for (const broker of brokers) await broker.close();
  }
}

async function hearing([speaker, listener]: Broker[]): Promise<void> {
  const heard: string[] = [];
  const end = listener.subscribe("words", (payload) => {
    heard.push(new TextDecoder().decode(payload));
  });
  await listener.flush();
  await eventually(async () => {
    speaker.publish("words", "hello");
    await speaker.flush();
    return heard.includes("hello");
  }, "one hears the other");
  end();
}

function refused(url: string, reason: RegExp): Promise<void> {
  return assert.rejects(Broker.connect(url, "test"), (error: Error) => {
    assert.match(error.message, reason);
    assert.doesNotMatch(error.message, /s3cret/);
    return true;
  });
}

testUnless(
  WITHOUT_NATS,
  "a broker that wants a name and a password gets them, or a token",
  async () => {
    {
      await using nats = await NatsServer.start(["--user", "parley", "--pass", "s3cret:@/"]);
      const at = (who: string) => `nats://${who}127.0.0.1:${nats.port}`;
      await hear(at(`parley:${encodeURIComponent("s3cret:@/")}@`));
      await refused(
        at("parley:s3cret-no@"),
        /Can't use the broker nats:\/\/127.*(?i:authorization)/,
      );
      await refused(at(""), /(?i:authorization)/);
    }
    await using nats = await NatsServer.start(["--auth", "s3cret-token"]);
    await hear(`nats://s3cret-token@127.0.0.1:${nats.port}`);
    await refused(`nats://s3cret-no@127.0.0.1:${nats.port}`, /(?i:authorization)/);
  },
);

testUnless(
  WITHOUT_NATS,
  "TLS: with the authority that is named, and with nothing less",
  async () => {
    const folder = await Deno.makeTempDir({ prefix: "parley-broker-" });
    try {
      const [cert, key] = [join(folder, "cert.pem"), join(folder, "key.pem")];
      await Deno.writeTextFile(cert, CERTIFICATE);
      await Deno.writeTextFile(key, KEY);
      const own = ["--tls", "--tlscert", cert, "--tlskey", key];
      {
        await using nats = await NatsServer.start([...own, "--user", "parley", "--pass", "s3cret"]);
        const at = `tls://parley:s3cret@127.0.0.1:${nats.port}`;
        await hear(`${at}?ca=${cert}`);
        await refused(at, /Can't use the broker tls:\/\/127.*certificate/i);
        await refused(`${at}?ca=${join(folder, "none.pem")}`, /none\.pem/);
      }
      {
        await using nats = await NatsServer.start([...own, "--tlsverify", "--tlscacert", cert]);
        const at = `tls://127.0.0.1:${nats.port}?ca=${cert}`;
        await hear(`${at}&cert=${cert}&key=${key}`);
        // With TLS 1.3 a server refuses only after it was greeted.
        await refused(at, /certificate|timeout/i);
      }
      await using plain = await NatsServer.start();
      await refused(`tls://parley:s3cret@127.0.0.1:${plain.port}?ca=${cert}`, /tls/i);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
);

testUnless(WITHOUT_NATS, "of several brokers one is enough, and another takes over", async () => {
  const [one, two] = [await freePort(), await freePort()];
  const routes = (own: number, other: number) => [
    ...["--cluster_name", "test", "--cluster", `nats://127.0.0.1:${own}`],
    ...["--routes", `nats://127.0.0.1:${other}`],
  ];
  await using first = await NatsServer.start(routes(one, two));
  await using second = await NatsServer.start(routes(two, one));
  await hear(`nats://127.0.0.1:1,${second.url}`, `${first.url},nats://127.0.0.1:1`);
  const urls = [`${first.url},${second.url}`, `${second.url},${first.url}`];
  const brokers = await Promise.all(urls.map((each) => Broker.connect(each, "test")));
  try {
    await hearing(brokers);
    await first.kill();
    await hearing(brokers);
    await first.run();
    await second.kill();
    await hearing(brokers);
  } finally {
    for (const broker of brokers) await broker.close();
  }
});
