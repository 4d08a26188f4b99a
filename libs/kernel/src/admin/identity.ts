import { createContext, useContext } from 'react';

/** The person and the duty that everything below is shown to; empty before that is known. */
export const IdentityContext = createContext('');

export const useIdentity = (): string => useContext(IdentityContext);
