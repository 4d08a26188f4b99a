/** Authentication context classes, named as NHS CIS2 names them. */
export const ACR = { usual: 'AAL2_ANY', strong: 'AAL3_ANY' } as const;
export type Acr = (typeof ACR)[keyof typeof ACR];

const STRENGTH: Readonly<Record<string, number>> = {
  AAL1_USERPASS: 1, AAL2_ANY: 2, AAL2_OR_AAL3_ANY: 2, AAL3_ANY: 3,
};

/** The values a client may ask for. */
export const ACR_VALUES = Object.keys(STRENGTH);

/** What a sign-in must reach: the weakest of the values asked for, and the usual one where nothing known is asked. */
export function acrAsked(acrValues: string | undefined): Acr {
  const strengths = (acrValues ?? '').split(' ').map((value) => STRENGTH[value] ?? 0).filter((strength) => strength > 0);
  return strengths.length > 0 && Math.min(...strengths) >= 3 ? ACR.strong : ACR.usual;
}

/** Whether a sign-in made at one class serves a request for another. */
export function reaches(made: string | undefined, asked: Acr): boolean {
  return (STRENGTH[made ?? ''] ?? 0) >= (STRENGTH[asked] ?? 0);
}
