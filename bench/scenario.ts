/**
 * What a scenario is: a load, put on one subject or on several beside each other.
 * @module
 */
import type { Sample } from "./figure.ts";

/** What is expected of a metric's median. */
export interface Expectation {
  subject: string;
  metric: string;
  atLeast?: number;
  atMost?: number;
}

export interface Measurement {
  /** Name of what is measured: `parley`, or a peer. */
  subject: string;
  /** One run, from the start of the subject's process to its end. */
  run(): Promise<Sample[]>;
}

export interface Scenario {
  name: string;
  /** One sentence: the load, and what is counted. */
  about: string;
  measurements: Measurement[];
  expected: Expectation[];
}
