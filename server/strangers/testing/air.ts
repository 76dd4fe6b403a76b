/**
 * Nodes whose strangers meet, for tests: what is between them, which may lose things, and the lock.
 * @module
 */
import { limits } from "../../../shared/limits.ts";
import type { StrangerAnswer, StrangerAsk, StrangerNews } from "../messages.ts";
import { NodeStrangers } from "../node_strangers.ts";

export type Told = Extract<StrangerNews, { frame: unknown }>["frame"];

/** Nodes, the broker between them, and the lock of which one has it. */
export class Air implements Disposable {
  readonly nodes: Node[] = [];
  now = 0;

  constructor(count: number) {
    for (let n = 0; n < count; n++) this.nodes.push(new Node(this, `node${n}`));
  }

  /** Lets a node have the lock, as soon as it has noticed; whoever had it may not notice yet. */
  elect(holder: Node | undefined, noticed = true): void {
    const others = this.nodes.filter((node) => node !== holder);
    if (noticed) others.forEach((node) => node.endTurn());
    if (!holder?.isHub) holder?.beginTurn();
  }

  carry(from: Node, subject: string, payload: string): void {
    if (!from.connected || from.losing-- > 0) return;
    from.losing = 0;
    const bytes = new TextEncoder().encode(payload);
    setImmediate(() => {
      const others = this.nodes.filter((node) => node !== from && node.connected);
      for (const { takes } of others) takes.get(subject)?.forEach((take) => take(bytes));
    });
  }

  /** Time goes by, and all nodes that live beat. */
  async beats(count = 1): Promise<void> {
    for (; count > 0; count--) {
      this.now += limits.strangersBeat;
      for (const node of this.nodes) node.strangers.beat();
      await settle();
    }
  }

  [Symbol.dispose](): void {
    for (const node of this.nodes) node.strangers.close();
  }
}

export class Node {
  connected = true;
  /** So many of its next messages get lost. */
  losing = 0;
  readonly takes = new Map<string, Set<(payload: Uint8Array) => void>>();
  readonly strangers: NodeStrangers;
  readonly told = new Map<number, Told[]>();
  readonly answers = new Map<number, StrangerAnswer>();
  /** Where each connection stands, by what it was told last. */
  readonly stands = new Map<number, string>();
  isHub = false;
  beginTurn: () => void = () => {};
  endTurn: () => void = () => {};
  #refs = 0;

  constructor(readonly air: Air, readonly name: string) {
    const isConnected = () => this.connected;
    const broker = {
      get connected() {
        return isConnected();
      },
      publish: (subject: string, payload: Uint8Array | string) => {
        air.carry(this, subject, payload as string);
        return true;
      },
      subscribe: (subject: string, take: (payload: Uint8Array) => void) => {
        const takes = this.takes.get(subject) ?? new Set();
        this.takes.set(subject, takes.add(take));
        return () => takes.delete(take);
      },
    };
    this.strangers = new NodeStrangers(
      name,
      broker,
      (work) => {
        this.beginTurn = () => {
          const end = work(() => this.endTurn());
          this.isHub = true;
          this.endTurn = () => {
            this.endTurn = () => {};
            this.isHub = false;
            end();
          };
        };
        return () => Promise.resolve(this.endTurn());
      },
      (_gateway, news) => {
        const { connection } = news;
        if ("answer" in news) this.answers.set(news.ref, news.answer);
        else this.toldTo(connection).push(news.frame);
        const says = "frame" in news ? news.frame : news.answer.ok ? news.answer.result : undefined;
        if (says && "state" in says) this.stands.set(connection, says.state);
      },
      () => air.now,
    );
    this.strangers.start([]);
  }

  toldTo(connection: number): Told[] {
    const told = this.told.get(connection) ?? [];
    this.told.set(connection, told);
    return told;
  }

  /** Asks, and waits for nothing. */
  put(connection: number, ask: StrangerAsk): number {
    const ref = ++this.#refs;
    const account = `${this.name}/${connection}`;
    this.strangers.receive(1, { connection, ref, account, ask });
    return ref;
  }

  async ask(connection: number, ask: StrangerAsk): Promise<unknown> {
    const ref = this.put(connection, ask);
    await settle();
    const answer = this.answers.get(ref)!;
    return answer.ok ? answer.result : answer.code;
  }
}

/** Lets what was said in this turn, and the answers to it, arrive. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) await new Promise((resolve) => setImmediate(resolve));
}
