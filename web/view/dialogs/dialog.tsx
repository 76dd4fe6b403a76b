/**
 * The frame of every dialog, and the small parts that they are made of.
 * @module
 */
import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { type Pages, type Task, useChat } from "../context.ts";

interface DialogProps {
  title: ComponentChildren;
  children: ComponentChildren;
}

export function Dialog({ title, children }: DialogProps) {
  const { open } = useChat();
  const ref = useRef<HTMLDialogElement>(null);
  const isGone = useRef(false);
  useLayoutEffect(() => {
    const dialog = ref.current!;
    dialog.showModal();
    return () => {
      isGone.current = true;
      // Gives the focus back to where it was, unless that is gone too.
      dialog.close();
      if (document.activeElement === document.body) document.getElementById("composer")?.focus();
    };
  }, []);
  return (
    <dialog
      ref={ref}
      aria-labelledby="dialog-title"
      // News of one that another dialog has taken the place of would close that.
      onClose={() => isGone.current || open()}
      onClick={(event) => event.target === ref.current && open()}
    >
      <div class="dialog">
        <header>
          <h2 id="dialog-title">{title}</h2>
          <button type="button" aria-label="Close" title="Close (Esc)" onClick={() => open()}>
            <span aria-hidden="true">✕</span>
          </button>
        </header>
        {children}
      </div>
    </dialog>
  );
}

/** Why the last try failed. */
export function Failure({ task }: { task: Pick<Task, "error"> }) {
  return task.error ? <p class="error" role="alert">{task.error}</p> : null;
}

interface PagedListProps<E> {
  pages: Pages<E>;
  /** What is said where there is nothing. */
  none: string;
  row: (entry: E) => ComponentChildren;
}

export function PagedList<E>({ pages, none, row }: PagedListProps<E>) {
  const { entries, complete, error, more } = pages;
  return (
    <>
      <ul class="rows">{entries.map(row)}</ul>
      {complete && entries.length === 0 && !error && <p class="hint">{none}</p>}
      {error && <p class="error" role="alert">{error}</p>}
      {!complete && (
        entries.length === 0
          ? <p class="hint">One moment …</p>
          : <button type="button" onClick={more}>More</button>
      )}
    </>
  );
}

/** A password as it was typed, spaces at its ends included. */
export function secretOf(event: Event, name: string): string {
  return String(new FormData(event.currentTarget as HTMLFormElement).get(name) ?? "");
}

/** The text of a form's field. */
export function fieldOf(event: Event, name: string): string {
  return secretOf(event, name).trim();
}
