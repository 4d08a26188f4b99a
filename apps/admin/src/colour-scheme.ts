import { createContext, useContext, useState } from 'react';

export type Choice = 'light' | 'dark' | 'system';

export interface ColourScheme {
  readonly choice: Choice;
  readonly mode: 'light' | 'dark';
  readonly choose: (choice: Choice) => void;
}

const PLACE = 'accord:colours';

/** Light or dark: as chosen in this browser, else as the system has it. */
export function useColourScheme(systemIsDark: boolean): ColourScheme {
  const [choice, setChoice] = useState<Choice>(() => (window.localStorage.getItem(PLACE) as Choice | null) ?? 'system');
  return {
    choice,
    mode: choice === 'system' ? (systemIsDark ? 'dark' : 'light') : choice,
    choose: (chosen) => {
      window.localStorage.setItem(PLACE, chosen);
      setChoice(chosen);
    },
  };
}

export const ColourSchemeContext = createContext<ColourScheme>({ choice: 'system', mode: 'light', choose: () => undefined });

export const useColours = (): ColourScheme => useContext(ColourSchemeContext);
