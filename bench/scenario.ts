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
  /** Messages in the log that is searched. */
  messages: number;
}

export interface Measurement {
  /** What is measured: Parley, or a peer. */
  subject: Pick<Subject, "name" | "lacks" | "missing">;
  /** One run, from the start of the subject's process to its end. */
  run(options: RunOptions): Promise<Sample[]>;
}

export interface Scenario {
  name: string;
  /** One sentence: the load, and what is counted. */
  about: string;
  measurements: Measurement[];
  expected: Expectation[];
}
