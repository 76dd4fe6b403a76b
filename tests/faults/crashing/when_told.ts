/**
 * Ends a thread by an uncaught error when it is told to.
 * @module
 */

/** @param url of the thread's module: its query is the name by which it is told. */
export function crashWhenTold(url: string): void {
  const name = new URL(url).search.slice(1);
  new BroadcastChannel("crashes").onmessage = ({ data }) => {
    if (data !== name) return;
    setTimeout(() => {
      throw new Error("Crashed by a test.");
    });
  };
}
