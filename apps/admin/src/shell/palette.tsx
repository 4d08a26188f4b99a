import { Command } from 'cmdk';
import { Box, Dialog } from '@mui/material';
import { useEffect, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { useSession, type PaletteEntry } from '@accord/kernel/admin';
import { CAPABILITIES } from '../capabilities.js';
import { say } from '../messages.js';

interface Found {
  readonly heading: string;
  readonly entries: readonly PaletteEntry[];
}

/** One box for pages, things and acts. What one may not do is shown with the reason. */
export function Palette({ close }: { readonly close: () => void }) {
  const session = useSession();
  const navigate = useNavigate();
  const [typed, setTyped] = useState('');
  const found = useFound(typed);
  const pages = CAPABILITIES.flatMap((each) => each.navigation).filter((entry) => entry.shownTo(session)).map(({ label, to, group }) => ({ label, to, hint: group }));
  const acts = CAPABILITIES.flatMap((each) => each.actions?.(session) ?? []);
  const matches = ({ label }: PaletteEntry): boolean => label.toLowerCase().includes(typed.trim().toLowerCase());
  const groups: readonly Found[] = [{ heading: say('pages'), entries: pages.filter(matches) }, ...found, { heading: say('actions'), entries: acts.filter(matches) }];
  const isEmpty = groups.every(({ entries }) => entries.length === 0);
  const list = useRef<HTMLDivElement>(null);
  // A list of choices must hold some; while it holds none it is no such list.
  useEffect(() => { list.current?.setAttribute('role', isEmpty ? 'group' : 'listbox'); }, [isEmpty]);
  const go = ({ to }: PaletteEntry): void => {
    close();
    Promise.resolve(navigate(to)).catch(() => undefined);
  };
  return (
    <Dialog open onClose={close} aria-labelledby="palette-title" fullWidth maxWidth="sm" sx={{ '& .MuiDialog-container': { alignItems: 'flex-start' } }}>
      <Box component="h2" id="palette-title" sx={{ fontSize: '1rem', px: 2, pt: 2, m: 0 }}>{say('findAnything')}</Box>
      <Box component={Command} shouldFilter={false} label={say('find')} sx={{
        'p': 2, '& input': { width: '100%', font: 'inherit', fontSize: '1.125rem', p: 1, color: 'inherit', bgcolor: 'transparent', border: 1, borderColor: 'text.secondary', borderRadius: 1 },
        '& [cmdk-group-heading]': { fontWeight: 700, fontSize: '0.8125rem', color: 'text.secondary', mt: 1.5 },
        '& [cmdk-item]': { p: 1, borderRadius: 1, cursor: 'pointer' }, '& [cmdk-item][data-selected=true]': { bgcolor: 'action.selected', outline: '2px solid', outlineColor: 'primary.main' },
        '& [cmdk-item][data-disabled=true]': { cursor: 'default', color: 'text.secondary' }, '& [cmdk-list]': { maxHeight: '60vh', overflow: 'auto' },
      }}>
        <Command.Input autoFocus value={typed} onValueChange={setTyped} placeholder={say('findHint')} />
        <Box role="status" sx={isEmpty ? { pt: 1.5 } : {}}>{isEmpty && say('nothingFound')}</Box>
        <Command.List ref={list}>
          {groups.filter(({ entries }) => entries.length > 0).map(({ heading, entries }) => (
            <Command.Group key={heading} heading={heading}>
              {entries.map((entry) => (
                <Command.Item key={`${entry.label} ${entry.to}`} value={`${heading} ${entry.label} ${entry.to}`} disabled={entry.blocked !== undefined} onSelect={() => go(entry)}>
                  {entry.blocked === undefined && entry.hint !== undefined ? say('entryHint', { label: entry.label, hint: entry.hint }) : entry.label}
                  {entry.blocked !== undefined && <Box sx={{ color: 'text.secondary' }}>{asSentence(entry.blocked)}</Box>}
                </Command.Item>
              ))}
            </Command.Group>
          ))}
        </Command.List>
      </Box>
    </Dialog>
  );
}

/** Reasons stand here by themselves, and elsewhere within a sentence. */
const asSentence = (reason: string): string => `${reason.charAt(0).toUpperCase()}${reason.slice(1).replace(/\.$/, '')}.`;

/** Asks each capability a moment after the last key; an answer to an older text is dropped. */
function useFound(typed: string): readonly Found[] {
  const session = useSession();
  const [found, setFound] = useState<readonly Found[]>([]);
  useEffect(() => {
    const text = typed.trim();
    if (text.length < 2) return setFound([]);
    const stop = new AbortController();
    const timer = setTimeout(() => {
      const sources = CAPABILITIES.flatMap((each) => each.finds ?? []).filter((source) => source.shownTo(session));
      Promise.all(sources.map(async ({ heading, find }) => ({ heading, entries: await find(text, stop.signal).catch(() => []) })))
        .then((answers) => { if (!stop.signal.aborted) setFound(answers); }, () => undefined);
    }, 180);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [typed, session]);
  return found;
}
