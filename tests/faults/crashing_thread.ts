/**
 * A thread of the server that ends by an uncaught error when it is told to.
 * @module
 */
const { searchParams } = new URL(import.meta.url);
const crashes = new BroadcastChannel("crashes");
crashes.onmessage = ({ data }) => {
  if (data === searchParams.get("id")) {
    setTimeout(() => {
      throw new Error("Crashed by a test.");
    });
  }
};
await import(searchParams.get("module")!);
