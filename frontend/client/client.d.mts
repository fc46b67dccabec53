// The types of client.mjs.

/** Numbers that can no longer be had, all of them together. */
export interface Gap {
  /** The first one that is missing, counted as in `FollowedNumber.number`. */
  from: number;
  /** The last one that is missing. If it is not here, the server cannot say how many are,
   * because it has begun to count anew or does not count: the plain protocol does not, so none may be missing. */
  to?: number;
}

/** One number of the channel. */
export interface FollowedNumber {
  /** Its place among all numbers of the channel, or of your own stream. The first one is number 1. */
  number: number;
  value: number;
  /** When it came from its source or was due, by the server's clock. A server of the plain protocol does not say; then
   * it is when it came here. */
  at: Date;
  /** Whether it is proven. Numbers from outside, of the plain protocol and of streams of more than 4096 numbers are not. */
  verified: boolean;
  /** Numbers that are missing between the one before and this one. Usually there is no such property. */
  gap?: Gap;
}

/** How the connection is. */
export interface Status {
  /** `over` comes as soon as the last number is here, and perhaps before the loop has seen it. */
  state: "connecting" | "live" | "reconnecting" | "over";
  /** Why it reconnects, or why it is over if that is not the end of the numbers; or else empty. */
  why: string;
}

export interface FollowOptions {
  /** The range of your own stream, both ends included: only for a channel of random numbers. */
  min?: number;
  max?: number;
  /** The milliseconds from one number to the next: only for a channel of random numbers. */
  intervalMs?: number;
  /** How many numbers to follow, which may also stand in the address: `?count=10`. Without it a channel of random numbers ends when its server says, and others go on. */
  count?: number;
  /** With how many of its newest numbers to begin; 1 if it is not given. Only for a channel of numbers from outside. */
  last?: number;
  /** Ends the loop, which then throws `signal.reason`. */
  signal?: AbortSignal;
  /** Is called when the connection comes, is lost or is over. */
  onStatus?: (status: Status) => void;
  /** Where there is no global WebSocket: one that works like it, such as that of the package ws. */
  WebSocket?: new (address: string) => unknown;
}

/** Says why the numbers cannot be followed any further. */
export class FollowError extends Error {
  /**
   * - `distrusted`: the server has lied. The message says about which number; all numbers before it are proven.
   * - `refused`: the server does not allow what was asked for.
   * - `access_ended`: this viewer may no longer watch.
   * - `lost`: the connection did not open for the first time, or the numbers cannot be continued.
   * - `stopped_by_server`, `complete`: the server has ended the numbers before their end.
   */
  code: "distrusted" | "refused" | "access_ended" | "lost" | "stopped_by_server" | "complete";
}

/**
 * Follows a channel, of whatever kind it is. A lost connection is made again, and goes on with the next number. Each number
 * of a channel of random or shared numbers is verified before it is yielded. To leave the loop closes the connection.
 * Its method `return()` does the same, but like that of every generator only when a `next()` that waits has its number;
 * `signal` ends the wait at once.
 *
 * @param address The address of the channel's WebSocket, such as `ws://localhost:8000/ws/some_url/`. It may begin with
 * `http` as well, and may be relative to the address of this module: `/ws/some_url/`.
 * @throws TypeError or RangeError if the address or an option is wrong, FollowError if the numbers end before their end.
 */
export function follow(address: string | URL, options?: FollowOptions): AsyncGenerator<FollowedNumber, void, undefined>;
