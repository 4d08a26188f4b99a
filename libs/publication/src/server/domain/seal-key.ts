/** The public half of the key that access events are sealed to, as every gateway is told it. */
export class SealKey {
  /** @param base64 raw X25519 public key */
  constructor(readonly base64: string) {}
}
