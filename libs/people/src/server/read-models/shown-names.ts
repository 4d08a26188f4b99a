/** A column of a person as whoever asks may see it: support helps with what happened, and learns nobody's name or address. */
export const shown = (column: string): string => `CASE WHEN ${column} IS NOT NULL AND (SELECT accord_duty()) = 'support' THEN '•••' ELSE ${column} END`;
