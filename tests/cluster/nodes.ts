/**
 * Nodes of a cluster, each a process of its own, with the PostgreSQL and the NATS that they share, and a load
 * balancer before them.
 * @module
 */
import { Balancer } from "../support/balancer.ts";
import { NatsServer, WITHOUT_NATS } from "../support/nats.ts";
import { Cluster, WITHOUT_POSTGRES } from "../support/postgres.ts";
import { startServer, type TestServer } from "../support/server.ts";

/** Why there can't be a cluster here; undefined if there can. */
export const WITHOUT_CLUSTER = WITHOUT_POSTGRES ?? WITHOUT_NATS;

export class TestNodes {
  private constructor(
    readonly postgres: Cluster,
    /** URL of the database that the nodes share. */
    readonly database: string,
    readonly nats: NatsServer,
    /** Between the first node and NATS. */
    readonly network: Balancer,
    readonly nodes: TestServer[],
    readonly balancer: Balancer,
    /** Follows the database, if the test asked for one. */
    public standby: Cluster | undefined,
  ) {}

  /**
   * @param more `standby`: commits wait for one, and the nodes know of it; `command`: a compiled server in
   * place of the source.
   */
  static async start(
    count: number,
    flags: string[] = [],
    more: { standby?: boolean; command?: [string, ...string[]] } = {},
  ): Promise<TestNodes> {
    const postgres = await Cluster.start();
    let database = await postgres.create();
    let standby: Cluster | undefined;
    if (more.standby) {
      standby = await Cluster.standbyOf(postgres);
      await postgres.waitForStandbys();
      const { host, pathname } = new URL(database);
      database = `postgres://parley@${host},127.0.0.1:${standby.port}${pathname}`;
    }
    const nats = await NatsServer.start();
    const network = await Balancer.start(() => [nats.port]);
    const nodes: TestServer[] = [];
    const balancer = await Balancer.start(() => nodes.map(({ port }) => port));
    const cluster = new TestNodes(
      postgres,
      database,
      nats,
      network,
      nodes,
      balancer,
      standby,
    );
    try {
      for (let n = 0; n < count; n++) {
        const broker = n === 0 ? `nats://127.0.0.1:${network.port}` : nats.url;
        const own = ["--database", database, "--broker", broker, ...flags];
        nodes.push(await startServer({ flags: own, command: more.command }));
      }
      return cluster;
    } catch (error) {
      await cluster[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** Where the load balancer is. */
  get url(): string {
    return this.balancer.url;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.balancer[Symbol.asyncDispose]();
    await Promise.all(this.nodes.map((node) => node[Symbol.asyncDispose]()));
    await this.network[Symbol.asyncDispose]();
    await this.nats[Symbol.asyncDispose]();
    await this.standby?.remove();
    await this.postgres.remove();
  }
}
