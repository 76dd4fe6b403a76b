/**
 * Whether the log can be written: notes when it can't, and finds out when what passes is over.
 * @module
 */
import { getLogger } from "@logtape/logtape";
import { limits } from "../../shared/limits.ts";
import { type Log, StorageError } from "./log.ts";

const logger = getLogger(["parley", "store"]);

/** A commit is under way, and nobody knows for how long. */
const STALLED = new StorageError(
  "The server can't save anything at the moment: its disk or its database doesn't answer.",
  true,
);

export class Health {
  readonly #log: Pick<Log, "probe">;
  readonly #changed: () => void;
  readonly #interval: number;
  #trouble: StorageError | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param changed is called whenever the trouble is another, or over. */
  constructor(log: Pick<Log, "probe">, changed: () => void, interval: number = limits.storeProbe) {
    this.#log = log;
    this.#changed = changed;
    this.#interval = interval;
  }

  /** Why nothing can be saved. */
  get trouble(): StorageError | undefined {
    return this.#trouble;
  }

  /**
   * The log could not be written. Unless it passes, that is final: the next commit could "succeed" on
   * pages that never reached the disk.
   */
  failed(error: StorageError): void {
    const { message, passing, cause } = error;
    if (this.#trouble?.message !== message) {
      const rest = passing ? "Writes are refused until it is over" : "A restart is needed";
      logger.fatal("{message} {rest}: {cause}", { message, rest, cause });
      this.#trouble = error;
      this.#changed();
    }
    if (passing) this.#timer = setTimeout(() => this.#probe(), this.#interval);
  }

  /** A commit takes so long that what comes must not wait behind it; {@linkcode resumed} ends that. */
  stalled(): void {
    if (this.#trouble) return;
    logger.error("{message} Writes are refused until it does", { message: STALLED.message });
    this.#trouble = STALLED;
    this.#changed();
  }

  /** The commit that stalled is over. */
  resumed(): void {
    if (this.#trouble === STALLED) this.#over();
  }

  close(): void {
    clearTimeout(this.#timer);
  }

  async #probe(): Promise<void> {
    try {
      await this.#log.probe();
    } catch (error) {
      if (!(error instanceof StorageError)) throw error;
      return this.failed(error);
    }
    this.#over();
  }

  #over(): void {
    logger.warning("Saving works again");
    this.#trouble = undefined;
    this.#changed();
  }
}
