import type { ComponentType } from 'react';
import type { Session } from './session.js';

/** By what the entries of the navigation are for; the shell has the words. */
export type NavigationGroup = 'home' | 'sharing' | 'enforcement' | 'access-log' | 'governance';

/** A page of a capability, loaded when first opened. `path` is as in React Router: "/agreements/:id". */
export interface AdminRoute {
  readonly path: string;
  readonly load: () => Promise<{ readonly default: ComponentType }>;
}

/** An entry of the navigation, shown to those who may. */
export interface NavigationEntry {
  readonly group: NavigationGroup;
  readonly label: string;
  readonly to: string;
  readonly shownTo: (session: Session) => boolean;
}

/** How a list of the capability is asked: what react-admin's getList and getOne send and read. */
export interface AdminResource {
  readonly name: string;
  readonly list: {
    readonly query: string;
    readonly variables: (asked: { readonly page: number; readonly perPage: number; readonly filter: Readonly<Record<string, string>> }) => Readonly<Record<string, unknown>>;
    readonly read: (data: never) => { readonly items: readonly { readonly id: string }[]; readonly total: number };
  };
}

/** Something the command palette can do or find. `blocked` says why it cannot be done. */
export interface PaletteEntry {
  readonly label: string;
  readonly hint?: string;
  readonly to: string;
  readonly blocked?: string;
}

/** Finds things by what was typed: organisations, agreements, message ids. */
export interface PaletteSource {
  readonly heading: string;
  readonly shownTo: (session: Session) => boolean;
  readonly find: (typed: string, signal: AbortSignal) => Promise<readonly PaletteEntry[]>;
}

/** All that a capability gives to the web application. */
export interface AdminCapability {
  readonly navigation: readonly NavigationEntry[];
  readonly routes: readonly AdminRoute[];
  readonly resources?: readonly AdminResource[];
  /** Acts that begin on a page of their own; those one may not do are shown with the reason. */
  readonly actions?: (session: Session) => readonly PaletteEntry[];
  readonly finds?: readonly PaletteSource[];
}
