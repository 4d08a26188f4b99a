/** Something stands in the way of a start or a command. Its message is the one sentence the person at the keyboard gets. */
export class LaunchFault extends Error {
  override readonly name = 'LaunchFault';
}
