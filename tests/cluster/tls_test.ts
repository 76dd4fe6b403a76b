import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { CERTIFICATE, KEY } from "../support/certificate.ts";
import { TestClient } from "../support/client.ts";
import { guest } from "../support/http.ts";
import { NatsServer } from "../support/nats.ts";
import { Cluster } from "../support/postgres.ts";
import { NotStarted, startServer } from "../support/server.ts";
import { testUnless } from "../support/skip.ts";
import { WITHOUT_CLUSTER } from "./nodes.ts";

testUnless(
  WITHOUT_CLUSTER,
  "nodes reach PostgreSQL and NATS by TLS, each with the authority that its URL names",
  async () => {
    const postgres = await Cluster.start();
    try {
      const [cert, key] = ["cert.pem", "key.pem"].map((name) => join(postgres.folder, name));
      await Deno.writeTextFile(cert, CERTIFICATE);
      await Deno.writeTextFile(key, KEY, { mode: 0o600 });
      if (Deno.uid() === 0) execFileSync("chown", ["postgres:", cert, key]);
      await postgres.stop("SIGINT");
      await postgres.run({ ssl: "on", ssl_cert_file: cert, ssl_key_file: key });
      const database = await postgres.create();
      // Nobody comes in without TLS any more.
      const rules = "hostssl all all 127.0.0.1/32 trust\n";
      await Deno.writeTextFile(join(postgres.folder, "data", "pg_hba.conf"), rules);
      await postgres.stop("SIGINT");
      const secret = { ssl: "on", ssl_cert_file: cert, ssl_key_file: key };
      await postgres.run(secret, `?sslmode=verify-full&sslrootcert=${cert}`);
      await using nats = await NatsServer.start([
        ...["--tls", "--tlscert", cert, "--tlskey", key],
        ...["--user", "parley", "--pass", "s3cret"],
      ]);
      const flags = (tls: string) => [
        ...["--database", database + tls],
        ...["--broker", `tls://parley:s3cret@127.0.0.1:${nats.port}?ca=${cert}`],
      ];
      for (
        const [tls, reason] of [
          ["", /no encryption|pg_hba/],
          ["?sslmode=verify-full", /certificate/i],
        ] as const
      ) {
        await assert.rejects(startServer({ flags: flags(tls) }), (error) => {
          assert.ok(error instanceof NotStarted);
          assert.match(error.ended.stderr, reason);
          return true;
        });
      }
      const both = flags(`?sslmode=verify-full&sslrootcert=${cert}`);
      await using one = await startServer({ flags: both });
      await using two = await startServer({ flags: both });
      await using speaker = await TestClient.connect(one.url, (await guest(one.url)).token);
      await using listener = await TestClient.connect(two.url, (await guest(two.url)).token);
      await speaker.say(speaker.room("lobby"), "in secret");
      const lobby = listener.room("lobby");
      await listener.until(() => listener.texts(lobby).includes("in secret"), "it crosses");
      for (const { stderr } of [one, two]) assert.doesNotMatch(stderr, /s3cret/);
    } finally {
      await postgres.remove();
    }
  },
);
