/**
 * Peers that are finished programs: two brokers, an IRC server and an XMPP server. A sender takes as its
 * acknowledgement what tells it that the server has dealt with the message.
 * @module
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { TEXT_BYTES } from "../generator/mark.ts";
import { EVENT } from "./own_frames.ts";
import { freePort, hasLuaModule, HOST, isInstalled, ServerProcess, versionOf } from "./process.ts";
import { type Dialect, roomNames, type Subject } from "./subject.ts";

/** Characters of an id, and of a room. */
const ID = 36;
const ROOM = 17;
/** What all of them deliver, but those that have a form of their own: Parley's event. */
const EVENT_BYTES = EVENT.length - "{room}{id}{text}".length + ROOM + ID + TEXT_BYTES;

interface Program {
  name: string;
  program: string;
  /** How to ask for its version: program and flag. */
  version: [string, string];
  lacks: string;
  /** Writes its configuration into `folder`. @returns its arguments. */
  configure(folder: string, port: number): string[];
  words: Omit<Dialect, "host" | "port" | "rooms" | "roomsOfEach">;
  /** What it needs besides: the first of these packages that isn't there. */
  needs?(): string | undefined;
}

function broker({ name, program, version, lacks, configure, words, needs }: Program): Subject {
  return {
    name,
    lacks,
    missing: () => {
      const missing = isInstalled(program) ? needs?.() : program;
      return missing && `${missing} is not installed (Debian has it)`;
    },
    version: () => versionOf(...version),
    async start(world) {
      const server = new ServerProcess();
      try {
        const port = await freePort();
        server.run(program, configure(server.folder, port));
        await server.listensOn(port);
        const { roomsOfEach } = world;
        return {
          dialect: { ...words, host: HOST, port, rooms: roomNames(world), roomsOfEach },
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
  // Prosody goes by the ending; to the others it is all the same.
  const path = join(folder, "config.cfg.lua");
  writeFileSync(path, text);
  return path;
}

/** Its own message, which comes back like everybody's, tells the sender that it went through. */
export const nats = broker({
  name: "nats-server",
  program: "nats-server",
  version: ["nats-server", "--version"],
  lacks: "no commit, no resume",
  configure: (folder, port) => [
    "-c",
    writeConfig(
      folder,
      `listen: "${HOST}:-1"\nwebsocket { host: "${HOST}", port: ${port}, no_tls: true }\n` +
        "max_pending: 256MB\n",
    ),
  ],
  words: {
    path: "/",
    binary: true,
    opening: [
      {
        awaits: "INFO {",
        says: 'CONNECT {"verbose":false,"pedantic":false,"protocol":1,"name":"bench",' +
          '"lang":"ts","version":"1"}\r\n',
      },
      { says: "SUB {room} {room}\r\n" },
      { says: "PING\r\n" },
    ],
    entered: "PONG",
    deliveryBytes: EVENT_BYTES,
    send: `PUB {room} ${EVENT_BYTES}\r\n${EVENT}\r\n`,
    ack: '"id":"',
  },
});

/** An MQTT 3.1.1 packet: type and flags, the remaining length in base 128, the rest. */
function mqttPacket(first: number, rest: string, length: number): string {
  let digits = "";
  for (let left = length; digits === "" || left > 0; left >>= 7) {
    digits += String.fromCharCode((left & 127) | (left > 127 ? 128 : 0));
  }
  return String.fromCharCode(first) + digits + rest;
}

/** A text as MQTT has it, which is or will be of this length. */
function mqttText(text: string, length = text.length): string {
  return String.fromCharCode(length >> 8, length & 255) + text;
}

/** In place of a room's name. */
const TOPIC = mqttText("{room}", ROOM);
const CONNECT = `${mqttText("MQTT")}\x04\x02\x00\x00${mqttText("")}`;

export const mosquitto = broker({
  name: "mosquitto",
  program: "mosquitto",
  version: ["mosquitto", "-h"],
  lacks: "QoS 0: no commit, no resume",
  configure: (folder, port) => [
    "-c",
    writeConfig(
      folder,
      `listener ${port} ${HOST}\nallow_anonymous true\nset_tcp_nodelay true\n` +
        "max_queued_messages 0\n",
    ),
  ],
  words: {
    // Its WebSockets don't start where there is no IPv6.
    transport: "tcp",
    path: "",
    binary: true,
    opening: [
      { says: mqttPacket(0x10, CONNECT, CONNECT.length) },
      { says: mqttPacket(0x82, `\x00\x01${TOPIC}\x00`, 2 + 2 + ROOM + 1) },
      // Ping: its answer comes behind those to the subscriptions.
      { says: mqttPacket(0xc0, "", 0) },
    ],
    entered: "\xd0\x00",
    send: mqttPacket(0x30, TOPIC + EVENT, 2 + ROOM + EVENT_BYTES),
    ack: '"id":"',
  },
});

/** An IRC server doesn't tell a sender its own words: the answer to a PING behind them has to do. */
export const ngircd = broker({
  name: "ngircd",
  program: "ngircd",
  version: ["ngircd", "--version"],
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
  words: {
    transport: "tcp",
    path: "",
    opening: [
      { says: "NICK b{n}\r\nUSER bench 0 * :bench\r\n" },
      { awaits: " 001 ", says: "JOIN #{room}\r\n" },
      { says: "PING entered\r\n" },
    ],
    entered: " PONG irc.bench.test :entered",
    // Padded to the same length as the others' event, as far as a line of IRC allows.
    send: `PRIVMSG #{room} :{id} {text}${" parley".repeat(10)}\r\nPING {id}\r\n`,
    ack: " PONG irc.bench.test :",
    noEcho: true,
  },
});

const STREAM = "<stream:stream to='bench.test' version='1.0' xmlns='jabber:client' " +
  "xmlns:stream='http://etherx.jabber.org/streams'>";

/** XMPP over TCP; the message comes back to its sender when it is in the archive. */
export const prosody = broker({
  name: "prosody",
  program: "prosody",
  version: ["prosodyctl", "about"],
  // Without it every message comes back as an error.
  needs: () => hasLuaModule("dbd.sqlite3") ? undefined : "lua-dbi-sqlite3",
  lacks: "no order across restarts, no idempotent retry; resume by paging through the archive",
  configure: (folder, port) => [
    "-F",
    "--config",
    writeConfig(
      folder,
      `run_as_root = true
data_path = "${folder}"
pidfile = "${folder}/pid"
log = { error = "*console" }
network_backend = "epoll"
modules_enabled = { "saslauth" }
modules_disabled = { "s2s", "tls", "offline" }
c2s_require_encryption = false
c2s_interfaces = { "${HOST}" }
c2s_ports = { ${port} }
c2s_direct_tls_ports = {}
storage = "sql"
sql = { driver = "SQLite3", database = "prosody.sqlite" }
VirtualHost "bench.test"
  authentication = "anonymous"
Component "muc.bench.test" "muc"
  modules_enabled = { "muc_mam" }
  muc_log_by_default = true
  muc_room_locking = false
  max_history_messages = 0
  muc_room_default_presence_broadcast = { visitor = false, participant = false, moderator = false }
`,
    ),
  ],
  words: {
    transport: "tcp",
    path: "",
    opening: [
      { says: `<?xml version='1.0'?>${STREAM}` },
      {
        awaits: "</stream:features>",
        says: "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='ANONYMOUS'/>",
      },
      { awaits: "<success", says: STREAM },
      {
        awaits: "</stream:features>",
        says: "<iq type='set' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>",
      },
      {
        awaits: "</iq>",
        says: "<presence to='{room}@muc.bench.test/b{n}'>" +
          "<x xmlns='http://jabber.org/protocol/muc'><history maxstanzas='0'/></x></presence>",
      },
      // The answer comes behind those to the presences.
      {
        says: "<iq type='get' id='entered' to='muc.bench.test'>" +
          "<query xmlns='http://jabber.org/protocol/disco#info'/></iq>",
      },
    ],
    entered: "id='entered'",
    deliveryBytes: 250,
    send: "<message to='{room}@muc.bench.test' type='groupchat' id='{id}'>" +
      "<body>{text}</body></message>",
    ack: " id='",
  },
});
