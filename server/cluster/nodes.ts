/**
 * A node's part in a cluster: what goes to the other nodes, and what comes from them. There is no election, no
 * list of members and no agreement among nodes: PostgreSQL decides, NATS makes it quick.
 * @module
 */
import { getLogger } from "@logtape/logtape";
import { limits } from "../../shared/limits.ts";
import { Broker } from "../bus/broker.ts";
import type { Bus, EventsPost, PresenceChange } from "../bus/bus.ts";
import { NatsBus } from "../bus/nats_bus.ts";
import { NodePresence } from "../presence/node_presence.ts";
import type { News } from "../store/log.ts";
import { isEmpty } from "../store/sql/news.ts";
import type { Peers, Self } from "../store/peers.ts";
import { NodesDatabase } from "../store/postgres/nodes.ts";
import { onOneNode } from "../store/postgres/one_node.ts";
import type { Strangers, TellStrangers } from "../strangers/messages.ts";
import { NodeStrangers, type TakeTurns } from "../strangers/node_strangers.ts";
import { NewsFeed } from "./news_feed.ts";

const logger = getLogger(["parley", "cluster"]);

export class Nodes implements Peers {
  readonly #node: string;
  readonly #url: string;
  readonly #database: NodesDatabase;
  readonly #broker: Broker;
  readonly #self: Self;
  readonly #bus: NatsBus;
  readonly #news: NewsFeed;
  readonly #presence: NodePresence;
  readonly #timers: ReturnType<typeof setInterval>[];

  private constructor(
    node: string,
    url: string,
    database: NodesDatabase,
    broker: Broker,
    threads: Bus,
    self: Self,
  ) {
    this.#node = node;
    this.#url = url;
    this.#database = database;
    this.#broker = broker;
    this.#self = self;
    this.#bus = new NatsBus(broker, {
      events: (runs) => self.gateways.events({ kind: "events", runs }),
      typing: (room, person) => threads.post({ kind: "typing", room, person }),
      heads: (heads) => self.gateways.heads(heads),
    }, (rooms) => database.heads(rooms));
    this.#news = new NewsFeed(node, database, broker, {
      news: (news) => {
        self.news(news);
        for (const ban of news.networkBans) self.write({ kind: "ban-network", ...ban });
      },
      missed: () => self.gateways.sendAway("This server could not hear of the others for long."),
    });
    this.#presence = new NodePresence(node, broker, self.hub, self.everywhere);
    threads.listen((post) => {
      if (post.kind === "typing") this.#bus.typing(post.room, post.person);
    });
    this.#timers = [
      setInterval(() => this.#run(this.#seeGuests()), limits.guestSeenInterval),
      setInterval(() => this.#run(this.#tidy()), limits.guestGrace),
    ];
  }

  /**
   * Connects to what nodes share.
   *
   * @param node tells this run of this server from all others.
   * @returns takes the node into the cluster.
   * @throws {ParleyError} `unavailable` without a database or a broker.
   */
  static async connect(
    node: string,
    url: string,
    broker: string,
  ): Promise<(threads: Bus, self: Self) => Nodes> {
    const database = new NodesDatabase(url);
    const connected = await Broker.connect(broker, await database.cluster());
    return (threads, self) => new Nodes(node, url, database, connected, threads, self);
  }

  start(): Promise<void> {
    return this.#news.start();
  }

  follow(gateway: number, room: string): void {
    this.#bus.follow(gateway, room);
  }

  unfollow(gateway: number, room: string): void {
    this.#bus.unfollow(gateway, room);
  }

  dropGateway(gateway: number): void {
    this.#bus.dropGateway(gateway);
  }

  committed(posts: readonly EventsPost[], news: News): void {
    for (const post of posts) this.#bus.post(post);
    if (!isEmpty(news)) this.#news.wakeOthers();
  }

  presence(change: PresenceChange): void {
    this.#presence.changed(change);
    // Now, since a node that hears of nobody may be about to free the name.
    if (change.person.guest && change.state !== "offline") {
      this.#run(this.#database.seeGuests([change.person.id]));
    }
  }

  away(account: string, away: { text?: string } | undefined, at: number): void {
    this.#presence.away(account, away, at);
  }

  async isGuestElsewhere(account: string): Promise<boolean> {
    try {
      return await this.#database.isGuestSeen(account);
    } catch {
      return true;
    }
  }

  strangers(tell: TellStrangers): Strangers {
    const takeTurns: TakeTurns = (work) =>
      onOneNode(this.#url, "strangers", work, () => this.#broker.connected);
    return new NodeStrangers(this.#node, this.#broker, takeTurns, tell);
  }

  async close(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    this.#presence.close();
    this.#bus.close();
    await this.#news.close();
    await this.#broker.close();
    this.#database.close();
  }

  async #seeGuests(): Promise<void> {
    const guests = this.#self.hub.people().filter(({ person }) => person.guest);
    if (guests.length > 0) await this.#database.seeGuests(guests.map(({ person }) => person.id));
  }

  async #tidy(): Promise<void> {
    this.#self.guestsGone(await this.#database.guestsGone());
    await this.#database.tidy();
  }

  /** What is done again after a while. */
  #run(task: Promise<void>): void {
    task.catch((error) => logger.warning("The database gave no answer: {error}", { error }));
  }
}
