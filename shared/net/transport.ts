/**
 * How requests and WebSockets get to a server: as the platform does it, or in another way that keeps to
 * the same interfaces.
 * @module
 */
export interface Transport {
  fetch(url: string, init: RequestInit): Promise<Response>;
  /** Opens a WebSocket that speaks `protocol`. */
  open(url: string, protocol: string): WebSocket;
}

export const platformTransport: Transport = {
  fetch: (url, init) => fetch(url, init),
  open: (url, protocol) => new WebSocket(url, protocol),
};
