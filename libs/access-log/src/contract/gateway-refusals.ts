/** How often one gateway refused for one reason, or how much of what it sent was set aside under one code. */
export interface GatewayRefusals {
  readonly gatewayId: string;
  readonly kind: 'refused' | 'set-aside';
  /** Why it refused, or why what it sent lies in the dead-letter. */
  readonly reason: string;
  /** In the last 24 hours. */
  readonly day: number;
  /** In the last seven days. */
  readonly week: number;
}
