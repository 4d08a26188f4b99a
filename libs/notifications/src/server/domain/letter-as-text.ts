import type { Letter, Section } from './letter.js';

/** A mail in plain text: for whoever reads it so, and for filters that trust no mail without. */
export function letterAsText({ title, sentence, seats, why, choices }: Letter): string {
  return [
    title, '', sentence, '',
    ...seats.flatMap((seat) => [seat.title.toUpperCase(), '', ...seat.sections.flatMap(sectionAsText)]),
    '--', ...why, '', 'Choose what you are told, and when:', choices, '',
  ].join('\n');
}

function sectionAsText({ title, lines, more }: Section): string[] {
  return [title, ...lines.flatMap(({ says, to }) => [`* ${says}`, ...(to === null ? [] : [`  ${to}`])]), ...(more === 0 ? [] : [`  and ${more} more, on Home`]), ''];
}
