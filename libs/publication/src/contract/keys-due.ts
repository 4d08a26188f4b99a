/** Key holders are asked this long before root or the top targets run out: they have to come together, and one of them may be away. */
export const OFFLINE_KEYS_DUE_MS = 60 * 86_400_000;
