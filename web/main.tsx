/**
 * The browser client: starts it, and draws it anew whenever its state has changed.
 * @module
 */
import { render } from "preact";
import { titleOf } from "./app/attention.ts";
import type { AppEvent } from "./app/events.ts";
import { Client } from "./edge/client.ts";
import { startWorker } from "./edge/notifier.ts";
import { Storage } from "./edge/storage.ts";
import { takeLink } from "./edge/link.ts";
import { App } from "./view/app.tsx";

const root = document.getElementById("app")!;
const client = new Client(await Storage.open(), changed);
const actions = {
  dispatch: client.dispatch,
  ask: client.ask,
  signIn: client.signIn.bind(client),
  signOut: client.signOut.bind(client),
  comeBack: client.comeBack.bind(client),
};

let isDue = false;

/** What changes the text under somebody's fingers: until it is drawn, a key would bring the old one back. */
const AT_ONCE = new Set<AppEvent["type"]>([
  "drafted",
  "replying",
  "editing",
  "stopped",
  "submitted",
  "refused",
  "edit-failed",
]);

/** Draws once for all that changes within a frame. A page that nobody sees gets no frames. */
function changed({ type }: AppEvent): void {
  const title = titleOf(client.state);
  if (document.title !== title) document.title = title;
  if (location.hash !== "") takeLink(client);
  if (AT_ONCE.has(type)) return draw();
  if (isDue) return;
  isDue = true;
  const soon = document.hidden ? setTimeout : requestAnimationFrame;
  soon(draw);
}

function draw(): void {
  isDue = false;
  render(<App state={client.state} actions={actions} current={() => client.state} />, root);
}

function look(): void {
  const attentive = !document.hidden && document.hasFocus();
  if (attentive !== client.state.attentive) client.dispatch({ type: "attention", attentive });
  // A device that slept may have lost its connection without a word.
  if (document.hidden) client.keep();
  else client.retry();
  // A frame that was due when the page was hidden may never have come.
  draw();
}

for (const type of ["focus", "blur"]) addEventListener(type, look);
document.addEventListener("visibilitychange", look);
addEventListener("offline", () => client.retry());
addEventListener("online", () => client.networkIsBack());
for (const type of ["keydown", "pointerdown", "pointermove", "wheel"]) {
  addEventListener(type, () => client.touched(), { passive: true });
}
addEventListener("hashchange", () => takeLink(client));
setInterval(() => client.tick(), 1000);

// Where it would cover the messages, the list of people comes when asked for.
const isWide = matchMedia("(min-width: 60em)");
const fitPeople = () => {
  if (client.state.showPeople !== isWide.matches) client.dispatch({ type: "toggle-people" });
};
isWide.addEventListener("change", fitPeople);
fitPeople();
draw();
startWorker((room) => client.dispatch({ type: "open-room", room }));
await client.start();
