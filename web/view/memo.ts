/**
 * Keeps what was drawn as long as its properties are the same.
 * @module
 */
import { Component, type ComponentType, createElement, type VNode } from "preact";

function differ(a: object, b: object): boolean {
  const entries = Object.entries(b);
  return entries.length !== Object.keys(a).length ||
    entries.some(([key, value]) => (a as Record<string, unknown>)[key] !== value);
}

/** The component, drawn again only when a property is another one. */
export function memo<P extends object>(Inner: ComponentType<P>): ComponentType<P> {
  return class Memo extends Component<P> {
    override shouldComponentUpdate(next: Readonly<P>): boolean {
      return differ(this.props, next);
    }

    override render(): VNode {
      return createElement(Inner as ComponentType<object>, this.props);
    }
  } as unknown as ComponentType<P>;
}
