/**
 * A gateway's thread: wires listener, gateway, and the lines to the other threads.
 * @module
 */
import process from "node:process";
import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import { ParleyError, toParleyError } from "../../shared/errors.ts";
import { type FromStore, GatewayBus } from "../bus/thread_bus.ts";
import { GrowingRoom, warnOfFewConnections } from "../descriptors.ts";
import { keepMemoryFree } from "../free_memory.ts";
import { hearOn, sayOn } from "../line.ts";
import { configureLog } from "../log.ts";
import { reportMetrics } from "../metrics/thread.ts";
import { type HashAnswer, HasherClient } from "../passwords/hasher.ts";
import { type SearchAnswer, SearchClient } from "../search/searcher.ts";
import type { OperatorAnswer, OperatorRequest } from "../operator/request.ts";
import { type Location, openReader } from "../store/open.ts";
import type { ThreadStart } from "../threads.ts";
import { Gateway } from "./gateway.ts";
import type { GatewayConfig } from "./gateway_config.ts";
import { httpApp } from "./http/app.ts";
import type { MetricsAccess } from "./http/operations.ts";
import { refuseOrigin } from "./http/origin.ts";
import { cookieToken } from "./http/session_cookie.ts";
import type { Identity } from "../tls/identity.ts";
import type { Listen, Listener } from "./listener/listener.ts";
import { measured } from "./measured.ts";
import { TrustedProxies } from "./listener/proxies.ts";

/** What the main thread starts a gateway with. */
export interface GatewayStart extends Location {
  server: string;
  host: string;
  port: number;
  /** There are more gateways, with this port; one alone finds by itself how many connections are possible. */
  reusePort: boolean;
  maxConnections: number;
  trustedProxies: readonly string[];
  listener: "node" | "deno";
  /** What opens /metrics; undefined: nothing does. */
  metricsToken: string | undefined;
  gateway: GatewayConfig;
}

export type ToGatewayThread =
  /** The lines to the store and to the password worker, and who to be in TLS: the first message. */
  | { op: "lines"; store: MessagePort; passwords: MessagePort; identity: Identity | undefined }
  /** Who to be in TLS from now on. */
  | { op: "identity"; identity: Identity }
  /** The line to the search thread, and again when that was started anew. */
  | { op: "search"; port: MessagePort }
  /** The metrics that were asked for. */
  | { op: "metrics"; text: string }
  /** The operator asks. */
  | { op: "operate"; ref: number; request: OperatorRequest }
  | { op: "stop" };

export type FromGatewayThread =
  | { op: "listening"; port: number }
  /** Asks for the metrics of the whole server. */
  | { op: "metrics" }
  | { op: "operated"; ref: number; answer: OperatorAnswer }
  | { op: "failed"; code: ParleyError["code"]; message: string }
  | { op: "stopped" };

const start = workerData as GatewayStart & ThreadStart;
configureLog(start.log);
keepMemoryFree();

function tell(message: FromGatewayThread): void {
  parentPort!.postMessage(message);
}

async function loadListen(): Promise<Listen> {
  const adapter = start.listener === "deno"
    ? await import("./listener/deno_serve.ts")
    : await import("./listener/node_http.ts");
  return adapter.listen;
}

/** Those who wait for the metrics, in order. */
const askedForMetrics: ((text: string) => void)[] = [];

function metricsAccess(): MetricsAccess | undefined {
  const token = start.metricsToken;
  return token === undefined ? undefined : {
    token,
    read: () => {
      tell({ op: "metrics" });
      return new Promise((resolve) => askedForMetrics.push(resolve));
    },
  };
}

interface Running {
  renew(identity: Identity): void;
  stop(): Promise<void>;
}

async function run(
  { store, passwords, identity }: Extract<ToGatewayThread, { op: "lines" }>,
): Promise<Running> {
  const bus = new GatewayBus(start.server, (message) => sayOn(store, message));
  const reader = await openReader(start);
  const hasher = new HasherClient((job) => passwords.postMessage(job));
  passwords.on("message", (answer: HashAnswer) => hasher.receive(answer));
  const gateway = new Gateway(
    start.gateway,
    reader,
    hasher,
    (message) => sayOn(store, message),
    bus,
    search,
  );
  hearOn<FromStore>(store, (message) => {
    if (message.op === "events") bus.receive(message);
    else if (message.op !== "heads") gateway.receive(message);
  });
  reportMetrics(start.metrics, () => measured(gateway));
  serving = gateway;
  const app = httpApp(gateway, metricsAccess());
  const listen = await loading;
  const listener: Listener = await listen({
    host: start.host,
    port: start.port,
    reusePort: start.reusePort,
    maxConnections: start.maxConnections,
    hasRoom: start.reusePort ? undefined : (connections) => room.hasRoom(connections),
    identity,
    fetch: (request, address) => app.fetch(request, { address }),
    proxies: new TrustedProxies(start.trustedProxies),
    takeTurns: start.gateway.sendsPerSecond > 0,
    refuseUpgrade: (request) => refuseOrigin(request, start.gateway.allowedOrigins),
    accept: (peer, upgrade) => gateway.accept(peer, cookieToken(upgrade)),
  });
  tell({ op: "listening", port: listener.port });
  return {
    renew: (identity) => listener.renew(identity),
    stop: async () => {
      listener.stop();
      await gateway.stop("The server stops. Come back in a moment.");
      await listener.close();
      bus.close();
      reader.close();
    },
  };
}

/** Loaded while the store opens the log. */
const loading = loadListen();
const room = new GrowingRoom(warnOfFewConnections);
const search = new SearchClient();
let running: Promise<Running> | undefined;
let serving: Gateway | undefined;

parentPort!.on("message", async (message: ToGatewayThread) => {
  try {
    if (message.op === "lines") {
      running = run(message);
      await running;
    } else if (message.op === "identity") {
      (await running)?.renew(message.identity);
    } else if (message.op === "metrics") {
      askedForMetrics.shift()?.(message.text);
    } else if (message.op === "operate") {
      const { ref, request } = message;
      const { answerTo } = await import("../operator/operate.ts");
      tell({ op: "operated", ref, answer: await answerTo(serving!, request) });
    } else if (message.op === "search") {
      const { port } = message;
      port.on("message", (answer: SearchAnswer) => search.receive(answer));
      search.connect((job) => port.postMessage(job));
    } else {
      await (await running)?.stop();
      tell({ op: "stopped" });
      process.exit(0);
    }
  } catch (error) {
    const { code, message } = toParleyError(error);
    if (code === "internal") console.error(error);
    tell({ op: "failed", code, message });
  }
});
