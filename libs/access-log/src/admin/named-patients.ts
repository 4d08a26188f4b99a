// What the last digits behind a token are, as long as this page of the browser lives: never stored, never in the URL (R12).
const named = new Map<string, string>();

export const rememberPatient = (token: string, masked: string): void => { named.set(token, masked); };
export const maskedOf = (token: string): string | null => named.get(token) ?? null;
