/**
 * The list of shortcuts.
 * @module
 */
import { SHORTCUTS } from "../shortcuts.ts";
import { Dialog } from "./dialog.tsx";

export function Shortcuts() {
  return (
    <Dialog title="Keyboard shortcuts">
      <dl class="keys">
        {SHORTCUTS.map(([keys, does]) => (
          <div key={keys}>
            <dt>
              <kbd>{keys}</kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <h3>In the field</h3>
      <dl class="keys">
        <div>
          <dt>
            <kbd>/me waves</kbd>
          </dt>
          <dd>tells what you do</dd>
        </div>
        <div>
          <dt>
            <kbd>/to @sis @mom text</kbd>
          </dt>
          <dd>goes to those people alone</dd>
        </div>
        <div>
          <dt>
            <kbd>**bold** *italic* `code`</kbd>
          </dt>
          <dd>and lists, quotes, links, ``` for several lines of code</dd>
        </div>
      </dl>
    </Dialog>
  );
}
