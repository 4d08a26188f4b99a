// The search one came from, as long as this page of the browser lives, so that "back" from an event leads there.
let address = '/access-log';

export const rememberSearch = (search: string): void => { address = search; };
export const lastSearch = (): string => address;
