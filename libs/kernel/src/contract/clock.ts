/** The only place time comes from. A rule takes a `Date` it was given; it never asks a machine. */
export abstract class Clock {
  abstract now(): Date;
}
