/**
 * What a scenario is: a load, put on one subject or on several beside each other.
 * @module
 */
import type { Sample } from "./figure.ts";
import type { Subject } from "./subjects/subject.ts";

/** What is expected of a metric's median. */
export interface Expectation {
  subject: string;
  metric: string;
  atLeast?: number;
  atMost?: number;
}

/** What the command line may say to all scenarios; each takes what concerns it. */
export interface RunOptions {
  /** Shorter, less exact. */
  quick: boolean;
}

export interface Measurement {
  /** What is measured: Parley, or a peer. */
  subject: Pick<Subject, "name" | "lacks" | "missing" | "version">;
  /** One run, from the start of the subject's process to its end. */
  run(options: RunOptions): Promise<Sample[]>;
}

export interface Scenario {
  name: string;
  /** One sentence: the load, and what is counted. */
  about: string;
  measurements: Measurement[];
  /** It takes many minutes: it runs only where that is asked for. */
  large?: true;
  /** The metric in which Parley is compared with its peers. */
  compared?: string;
  /** How many times a peer's figure Parley's should be at the least, by the peer's name. */
  ratios?: Record<string, number>;
  expected: Expectation[];
}

/** The same measurement of several subjects. */
export function measurementsOf<S extends Subject>(
  subjects: readonly S[],
  run: (subject: S, options: RunOptions) => Promise<Sample[]>,
): Measurement[] {
  return subjects.map((subject) => ({ subject, run: (options) => run(subject, options) }));
}
