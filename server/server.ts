/**
 * The server as a whole: starts its threads, connects them, keeps them up, and stops them in order.
 * Longer because the order of all that is best seen in one place.
 * @module
 */
import { getLogger } from "@logtape/logtape";
import { resolve } from "node:path";
import { MessageChannel, type MessagePort } from "node:worker_threads";
import { ParleyError } from "../shared/errors.ts";
import { limits } from "../shared/limits.ts";
import { VERSION } from "../shared/version.ts";
import type { Config } from "./config/options.ts";
import { safeConnections, warnOfFewConnections } from "./descriptors.ts";
import { Followers, RESTART_DELAY } from "./followers.ts";
import type { FromGatewayThread, GatewayStart, ToGatewayThread } from "./gateway/worker.ts";
import { readCertificates } from "./hooks/certificates.ts";
import type { HooksStart } from "./hooks/worker.ts";
import { newId, newInvitationCode } from "./ids.ts";
import { checkPortIsFree } from "./free_port.ts";
import type { LogSettings } from "./log.ts";
import { Metrics } from "./metrics/metrics.ts";
import { askGateway } from "./operator/ask_gateway.ts";
import type { OperatorRequest } from "./operator/request.ts";
import type { ToPasswords } from "./passwords/worker.ts";
import { type PushKeys, readKeys } from "./push/keys.ts";
import type { PushStart } from "./push/worker.ts";
import type { SearchStart, ToSearch } from "./search/worker.ts";
import { IdentityKeeper } from "./tls/keeper.ts";
import type { Location } from "./store/open.ts";
import type { FromStoreThread, StoreStart, ToStoreThread } from "./store/worker.ts";
import { ready, type StartThread, startThread, stopThread, type Thread } from "./threads.ts";

const logger = getLogger(["parley", "server"]);

/** Time before the search thread is started again: what stops it (a full disk) is not over sooner. */
const SEARCH_RESTART_DELAY = 1_000;

/** A running server. */
export class Server {
  readonly #config: Config;
  readonly #location: Location;
  readonly #startThread: StartThread;
  readonly #name = newId("R");
  readonly metrics = new Metrics();
  readonly #gateways = new Map<number, Thread<ToGatewayThread>>();
  #store!: Thread<ToStoreThread>;
  #passwords: Thread<ToPasswords> | undefined;
  readonly #followers: Followers;
  #pushKeys: PushKeys | undefined;
  #outgoingCa: string | undefined;
  readonly tls: IdentityKeeper;
  #search: Thread<ToSearch> | undefined;
  /** Gateways' lines to the threads that start after them; what is said over these waits. */
  readonly #early = { passwords: [] as MessagePort[], search: [] as MessagePort[] };
  #port = 0;
  #connections = 1;
  #lastGateway = 0;
  #stopping: Promise<void> | undefined;
  /** Rejects when the server can't go on by itself. */
  readonly failed: Promise<never>;
  #fail!: (error: Error) => void;

  private constructor(config: Config, log: LogSettings, startThread: StartThread) {
    this.#config = config;
    const { data, database, broker } = config;
    this.#location = { folder: resolve(data), database, broker };
    this.#startThread = this.metrics.watching(startThread, { log });
    this.tls = new IdentityKeeper(config, this.#location.folder, (identity) => {
      for (const gateway of this.#gateways.values()) gateway.send({ op: "identity", identity });
    });
    this.#followers = new Followers({
      startThread: this.#startThread,
      connect: (port) => {
        // To the store it is one gateway more.
        const gateway = ++this.#lastGateway;
        this.#store.send({ op: "gateway", gateway, port, follows: "heads" }, [port]);
        return () => this.#store.send({ op: "gateway-gone", gateway });
      },
    });
    this.failed = new Promise((_resolve, reject) => this.#fail = reject);
    this.failed.catch(() => {});
  }

  /**
   * Starts the threads that a connection needs; resolves when every gateway listens. The others start
   * by {@linkcode startOthers}.
   *
   * @throws {ParleyError} why it can't start: the port, the data folder, a newer database.
   */
  static async start(
    config: Config,
    log: LogSettings,
    start: StartThread = startThread,
  ): Promise<Server> {
    const server = new Server(config, log, start);
    try {
      await server.#start();
      return server;
    } catch (error) {
      await server.#terminate();
      throw error;
    }
  }

  /**
   * Starts the threads that nobody waits for at once. What they are asked before waits; no sooner, since
   * starting a thread takes a core for tens of milliseconds.
   */
  startOthers(): void {
    if (this.#stopping) return;
    this.#startPasswords();
    this.#startSearch();
    this.#startOutgoing();
  }

  /** The port that it listens on. */
  get port(): number {
    return this.#port;
  }

  /** The data folder, absolute. */
  get folder(): string {
    return this.#location.folder;
  }

  /** Carries out what its operator asks. @throws {ParleyError} the reason of a refusal. */
  operate(request: OperatorRequest): Promise<unknown> {
    const [gateway] = this.#gateways.values();
    if (gateway) return askGateway(gateway, request);
    throw new ParleyError("unavailable", "No gateway runs at the moment. Ask again.");
  }

  /** Makes an invitation. @returns its code. */
  invite(): string {
    const code = newInvitationCode();
    const expiresAt = Date.now() + limits.invitationTime;
    this.#store.send({ op: "invite", code, uses: limits.invitationUses, expiresAt });
    return code;
  }

  /** Stops in order: what is under way is finished, clients are told, the log is closed. */
  stop(): Promise<void> {
    return this.#stopping ??= this.#stop();
  }

  async #start(): Promise<void> {
    const { workers, host, port, owner, pushKeys, outgoingCa } = this.#config;
    if (pushKeys !== undefined) this.#pushKeys = readKeys(pushKeys);
    if (outgoingCa !== undefined) this.#outgoingCa = readCertificates(outgoingCa);
    // Gateways that share a port would share it with another server's too: nobody would notice.
    if (workers > 1 && port !== 0) await checkPortIsFree(host, port);
    this.#findConnections();
    this.#port = port;
    const start: StoreStart = { server: this.#name, ...this.#location, owner };
    this.#store = this.#startThread("store", start);
    // It loads its code while the store opens the database.
    const first = this.#loadGateway();
    await ready<FromStoreThread>(this.#store.worker, "ready");
    this.#store.worker.once("exit", () => this.#onEnd("The store ended."));
    this.#store.worker.on("message", (message: FromStoreThread) => {
      if (message.op !== "taken") return;
      const { code, message: reason } = message;
      this.stop().then(() => this.#fail(new ParleyError(code, reason)));
    });
    await this.tls.open();
    this.#port = await this.#openGateway(first);
    for (let n = 1; n < workers; n++) await this.#openGateway(this.#loadGateway());
  }

  /**
   * Before any thread starts: for some milliseconds it leaves no descriptor to anybody. A single gateway finds
   * out by itself.
   */
  #findConnections(): void {
    const { maxConnections, workers } = this.#config;
    this.#connections = workers === 1 ? maxConnections : safeConnections(maxConnections, workers);
    if (this.#connections < maxConnections) warnOfFewConnections(this.#connections);
  }

  /** Starts a gateway's thread. @returns its number. */
  #loadGateway(): number {
    const gateway = ++this.#lastGateway;
    const config = this.#config;
    const start: GatewayStart = {
      server: this.#name,
      ...this.#location,
      host: config.host,
      port: this.#port,
      reusePort: config.workers > 1,
      maxConnections: Math.max(1, Math.floor(this.#connections / config.workers)),
      trustedProxies: config.trustedProxy,
      listener: config.listener,
      metricsToken: config.metricsToken,
      gateway: {
        version: VERSION,
        registration: config.registration,
        guests: config.guests,
        webhooksToPrivate: config.webhooksToPrivate,
        pushKey: this.#pushKeys?.publicKey,
        isNode: config.broker !== undefined,
        sendsPerSecond: config.sendsPerSecond,
        sendBurst: limits.sendBurst,
        idle: { timeout: config.idleTimeout * 1000, strict: config.idleStrict },
        allowedOrigins: config.allowedOrigin,
      },
    };
    this.#gateways.set(gateway, this.#startThread<ToGatewayThread>("gateway", start));
    return gateway;
  }

  /** Connects a gateway with the other threads, and lets it listen. @returns its port. */
  async #openGateway(gateway: number): Promise<number> {
    const thread = this.#gateways.get(gateway)!;
    const store = new MessageChannel();
    const passwords = new MessageChannel();
    this.#store.send({ op: "gateway", gateway, port: store.port1, follows: "events" }, [
      store.port1,
    ]);
    if (this.#passwords) connect(this.#passwords, passwords.port1);
    else this.#early.passwords.push(passwords.port1);
    const lines = { store: store.port2, passwords: passwords.port2 };
    thread.send({ op: "lines", ...lines, identity: this.tls.identity }, Object.values(lines));
    thread.worker.on("message", ({ op }: FromGatewayThread) => {
      if (op === "metrics") thread.send({ op, text: this.metrics.text() });
    });
    this.#connectSearch(thread);
    const listening = await ready<Extract<FromGatewayThread, { op: "listening" }>>(
      thread.worker,
      "listening",
    );
    thread.worker.once("exit", () => this.#onGatewayEnd(gateway));
    return listening.port;
  }

  /** A gateway ended by itself: its clients come back, to the others or to the next one. */
  #onGatewayEnd(gateway: number): void {
    this.#gateways.delete(gateway);
    if (this.#stopping) return;
    logger.error("Gateway {gateway} ended; starting another", { gateway });
    this.#store.send({ op: "gateway-gone", gateway });
    setTimeout(() => {
      if (this.#stopping) return;
      this.#openGateway(this.#loadGateway()).then(
        () => logger.warning("Another gateway serves in place of {gateway}", { gateway }),
        (error) => this.#fail(error),
      );
    }, RESTART_DELAY);
  }

  #startPasswords(): void {
    this.#passwords = this.#startThread<ToPasswords>("passwords", {});
    this.#passwords.worker.once("exit", () => this.#onEnd("The password worker ended."));
    this.#passwords.worker.on("error", (error) => logger.error("{error}", { error }));
    for (const port of this.#early.passwords.splice(0)) connect(this.#passwords, port);
  }

  /** Started again if it ends by itself; until then, whoever searches is told to try again. */
  #startSearch(): void {
    const start: SearchStart = { ...this.#location };
    this.#search = this.#startThread<ToSearch>("search", start);
    this.#search.worker.on("error", (error) => logger.error("{error}", { error }));
    this.#search.worker.once("exit", () => {
      this.#search = undefined;
      if (this.#stopping) return;
      logger.error("The search thread ended; starting another");
      setTimeout(() => {
        if (this.#stopping) return;
        this.#startSearch();
        for (const gateway of this.#gateways.values()) this.#connectSearch(gateway);
      }, SEARCH_RESTART_DELAY);
    });
    const { port1, port2 } = new MessageChannel();
    this.#store.send({ op: "follower", port: port1 }, [port1]);
    this.#search.send({ op: "store", port: port2 }, [port2]);
    for (const port of this.#early.search.splice(0)) connect(this.#search, port);
  }

  #connectSearch(gateway: Thread<ToGatewayThread>): void {
    const { port1, port2 } = new MessageChannel();
    if (this.#search) connect(this.#search, port1);
    else this.#early.search.push(port1);
    gateway.send({ op: "search", port: port2 }, [port2]);
  }

  /** Webhooks and Web Push. */
  #startOutgoing(): void {
    const toPrivate = this.#config.webhooksToPrivate;
    const hooks: HooksStart = { ...this.#location, toPrivate, ca: this.#outgoingCa };
    this.#followers.start("hooks", hooks);
    if (!this.#pushKeys) return;
    const push: PushStart = { ...hooks, keys: this.#pushKeys };
    this.#followers.start("push", push);
  }

  #onEnd(what: string): void {
    if (!this.#stopping) this.#fail(new Error(what));
  }

  async #stop(): Promise<void> {
    await Promise.all([this.tls.close(), ...[...this.#gateways.values()].map(stopThread)]);
    await this.#followers.stop();
    if (this.#search) await stopThread(this.#search);
    const rest = this.#passwords ? [this.#store, this.#passwords] : [this.#store];
    await Promise.all(rest.map(stopThread));
  }

  async #terminate(): Promise<void> {
    this.#stopping ??= Promise.resolve();
    const threads = [
      ...this.#gateways.values(),
      this.#search,
      this.#passwords,
      this.#store,
    ];
    await Promise.all(threads.map((thread) => thread?.worker.terminate()));
    await this.#followers.terminate();
  }
}

/** Gives a thread its end of a gateway's line. */
function connect(thread: Thread<ToPasswords | ToSearch>, port: MessagePort): void {
  thread.send({ op: "gateway", port }, [port]);
}
