/**
 * The model of what a message costs, fitted to measured points, and what machines and clusters would
 * carry by it. Pure arithmetic.
 * @module
 */

export interface Point {
  x: number;
  y: number;
}

/** y = a + b × x, and by how much of y the points lie off it at the most. */
export interface Line {
  a: number;
  b: number;
  worst: number;
}

/** The line with the least squares of relative errors: small values count as much as large ones. */
export function fitLine(points: readonly Point[]): Line {
  let [w, wx, wy, wxx, wxy] = [0, 0, 0, 0, 0];
  for (const { x, y } of points) {
    const weight = 1 / (y * y);
    w += weight;
    wx += weight * x;
    wy += weight * y;
    wxx += weight * x * x;
    wxy += weight * x * y;
  }
  const b = (w * wxy - wx * wy) / (w * wxx - wx * wx);
  const a = (wy - b * wx) / w;
  const worst = Math.max(...points.map(({ x, y }) => Math.abs(a + b * x - y) / y));
  return { a, b, worst };
}

/** Seconds of one core. */
export interface Costs {
  /** A message on the store's thread: taking it, its share of a commit, posting it. */
  store: number;
  /** A message on the gateway that it comes in at. */
  message: number;
  /** A message on every gateway that is told of it. */
  post: number;
  /** A message for each member. */
  delivery: number;
}

export interface Capacity {
  /** Messages a second. */
  messages: number;
  /** Gateway threads with which that is the most. */
  gateways: number;
}

/** What one machine carries if all rooms have so many members, spread evenly over its gateways. */
export function onMachine(costs: Costs, cores: number, members: number): Capacity {
  let best: Capacity | undefined;
  for (let gateways = 1; gateways <= cores; gateways++) {
    const fanOut = costs.message + costs.delivery * members;
    const messages = Math.min(
      // The one store thread is busy,
      1 / costs.store,
      // or the gateways' threads are,
      1 / (costs.post + fanOut / gateways),
      // or all cores.
      cores / (costs.store + gateways * costs.post + fanOut),
    );
    if (!best || messages > best.messages) best = { messages, gateways };
  }
  return best!;
}

/** Machines that hold a share of the rooms each. */
export interface Cluster {
  nodes: number;
  /** Of each. */
  cores: number;
  /** Whether people are connected to the node that has their room, or to any. */
  routed: boolean;
}

/** Nodes that one of `members` is connected to, if everybody is connected to any of them. */
export function nodesReached(nodes: number, members: number): number {
  return nodes * (1 - (1 - 1 / nodes) ** members);
}

/** Messages a second that a cluster carries, all rooms together, if all have so many members. */
export function onCluster(
  costs: Costs,
  { nodes, cores, routed }: Cluster,
  members: number,
): number {
  const one = onMachine(costs, cores, members);
  if (routed) return nodes * one.messages;
  const reached = nodesReached(nodes, members);
  const work = costs.store + costs.message + costs.delivery * members + costs.post * reached;
  return nodes * Math.min(cores / work, 1 / costs.store);
}
