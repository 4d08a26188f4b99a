/** Another publisher has begun a later term: whatever this one goes on to compile may be of before, so it writes nothing more. */
export class PublisherOvertaken extends Error {
  override readonly name = 'PublisherOvertaken';
  constructor(own: number, newest: number) {
    super(`Another publisher has taken over: its term ${newest} came after term ${own}.`);
  }
}
