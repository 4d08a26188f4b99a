/** Both sides' words for parts that are over; what is over has no gates and no next step. */
export const GONE: readonly string[] = ['withdrawn', 'left', 'declined'];
