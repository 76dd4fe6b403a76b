/**
 * Peers that are finished programs: two brokers and an IRC server. A sender takes as its acknowledgement
 * what tells it that the server has dealt with the message.
 * @module
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { TEXT_BYTES } from "../generator/mark.ts";
import { freePort, HOST, isInstalled, ServerProcess } from "./process.ts";
import type { Dialect, Subject } from "./subject.ts";

/** Characters of an id. */
const ID = 36;

/** What all of them deliver: as long as Parley's event, with the sender's id and text in it. */
const EVENT = '{"type":"event","room":"R0123456789ABCDEF","author":{"id":"U0123456789ABCDEF",' +
  '"name":"bench"},"kind":"message","id":"{id}","text":"{text}","seq":1,"at":1795251619681}';
const EVENT_BYTES = EVENT.length - "{id}".length - "{text}".length + ID + TEXT_BYTES;

interface Program {
  name: string;
  program: string;
  lacks: string;
  /** Writes its configuration into `folder`. @returns its arguments. */
  configure(folder: string, port: number): string[];
  dialect: Omit<Dialect, "host" | "port">;
}

function broker({ name, program, lacks, configure, dialect }: Program): Subject {
  return {
    name,
    lacks,
    missing: () => isInstalled(program) ? undefined : `${program} is not installed (Debian has it)`,
    async start() {
      const server = new ServerProcess();
      try {
        const port = await freePort();
        server.run(program, configure(server.folder, port));
        await server.listensOn(port);
        return {
          dialect: { host: HOST, port, ...dialect },
          pid: server.pid,
          stop: () => server.stop(),
        };
      } catch (error) {
        await server.stop();
        throw error;
      }
    },
  };
}

function writeConfig(folder: string, text: string): string {
  const path = join(folder, "config");
  writeFileSync(path, text);
  return path;
}

/** Its own message, which comes back like everybody's, tells the sender that it went through. */
export const nats = broker({
  name: "nats-server",
  program: "nats-server",
  lacks: "no commit, no resume",
  configure: (folder, port) => [
    "-c",
    writeConfig(
      folder,
      `listen: "${HOST}:-1"\nwebsocket { host: "${HOST}", port: ${port}, no_tls: true }\n` +
        "max_pending: 256MB\n",
    ),
  ],
  dialect: {
    path: "/",
    binary: true,
    greeting: "INFO {",
    opening: [
      'CONNECT {"verbose":false,"pedantic":false,"protocol":1,"name":"bench","lang":"ts",' +
      '"version":"1"}\r\nSUB room 1\r\nPING\r\n',
    ],
    entered: "PONG",
    deliveryBytes: EVENT_BYTES,
    send: `PUB room ${EVENT_BYTES}\r\n${EVENT}\r\n`,
    ack: '"id":"',
  },
});

/** An MQTT 3.1.1 packet: type and flags, the remaining length in base 128, the rest. */
function mqttPacket(first: number, rest: string, length = rest.length): string {
  let digits = "";
  for (let left = length; digits === "" || left > 0; left >>= 7) {
    digits += String.fromCharCode((left & 127) | (left > 127 ? 128 : 0));
  }
  return String.fromCharCode(first) + digits + rest;
}

function mqttText(text: string): string {
  return String.fromCharCode(text.length >> 8, text.length & 255) + text;
}

export const mosquitto = broker({
  name: "mosquitto",
  program: "mosquitto",
  lacks: "QoS 0: no commit, no resume",
  configure: (folder, port) => [
    "-c",
    writeConfig(
      folder,
      `listener ${port} ${HOST}\nallow_anonymous true\nset_tcp_nodelay true\n` +
        "max_queued_messages 0\n",
    ),
  ],
  dialect: {
    // Its WebSockets don't start where there is no IPv6.
    transport: "tcp",
    path: "",
    binary: true,
    opening: [
      mqttPacket(0x10, `${mqttText("MQTT")}\x04\x02\x00\x00${mqttText("")}`),
      mqttPacket(0x82, `\x00\x01${mqttText("room")}\x00`),
    ],
    entered: "\x90\x03\x00\x01\x00",
    send: mqttPacket(0x30, mqttText("room") + EVENT, mqttText("room").length + EVENT_BYTES),
    ack: '"id":"',
  },
});

/** An IRC server doesn't tell a sender its own words: the answer to a PING behind them has to do. */
export const ngircd = broker({
  name: "ngircd",
  program: "ngircd",
  lacks: "no commit, no history, no resume",
  configure: (folder, port) => [
    "-n",
    "-f",
    writeConfig(
      folder,
      `[Global]\nName = irc.bench.test\nListen = ${HOST}\nPorts = ${port}\nMotdPhrase = hello\n` +
        "[Limits]\nMaxConnections = 0\nMaxConnectionsIP = 0\nMaxJoins = 0\nMaxPenaltyTime = 0\n" +
        "[Options]\nDNS = no\nIdent = no\nPAM = no\n",
    ),
  ],
  dialect: {
    transport: "tcp",
    path: "",
    opening: ["NICK b{n}\r\nUSER bench 0 * :bench\r\nJOIN #room\r\n"],
    entered: " 366 ",
    // Padded to the same length as the others' event, as far as a line of IRC allows.
    send: `PRIVMSG #room :{id} {text}${" parley".repeat(12)}\r\nPING {id}\r\n`,
    ack: " PONG irc.bench.test :",
  },
});
