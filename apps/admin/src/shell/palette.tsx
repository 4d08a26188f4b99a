import { Command } from 'cmdk';
import { Box, Dialog } from '@mui/material';
import { useEffect, useState } from 'react';
import { useNavigate } from 'react-router';
import { useSession, type PaletteEntry } from '@accord/kernel/admin';
import { CAPABILITIES } from '../capabilities.js';

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
  const groups: readonly Found[] = [{ heading: 'Pages', entries: pages.filter(matches) }, ...found, { heading: 'Actions', entries: acts.filter(matches) }];
  const go = ({ to }: PaletteEntry): void => {
    close();
    Promise.resolve(navigate(to)).catch(() => undefined);
  };
  return (
    <Dialog open onClose={close} aria-labelledby="palette-title" fullWidth maxWidth="sm" sx={{ '& .MuiDialog-container': { alignItems: 'flex-start' } }}>
      <Box component="h2" id="palette-title" sx={{ fontSize: '1rem', px: 2, pt: 2, m: 0 }}>Find anything</Box>
      <Box component={Command} shouldFilter={false} label="Find" sx={{
        'p': 2, '& input': { width: '100%', font: 'inherit', fontSize: '1.125rem', p: 1, color: 'inherit', bgcolor: 'transparent', border: 1, borderColor: 'text.secondary', borderRadius: 1 },
        '& [cmdk-group-heading]': { fontWeight: 700, fontSize: '0.8125rem', color: 'text.secondary', mt: 1.5 },
        '& [cmdk-item]': { p: 1, borderRadius: 1, cursor: 'pointer' }, '& [cmdk-item][data-selected=true]': { bgcolor: 'action.selected', outline: '2px solid', outlineColor: 'primary.main' },
        '& [cmdk-item][data-disabled=true]': { cursor: 'default', color: 'text.secondary' }, '& [cmdk-list]': { maxHeight: '60vh', overflow: 'auto' },
      }}>
        <Command.Input autoFocus value={typed} onValueChange={setTyped} placeholder="Page, organisation, agreement, message id or action" />
        <Command.List>
          <Command.Empty>Nothing found. Names and ODS codes of organisations, references of agreements and whole message ids can be found.</Command.Empty>
          {groups.filter(({ entries }) => entries.length > 0).map(({ heading, entries }) => (
            <Command.Group key={heading} heading={heading}>
              {entries.map((entry) => (
                <Command.Item key={`${entry.label} ${entry.to}`} value={`${heading} ${entry.label} ${entry.to}`} disabled={entry.blocked !== undefined} onSelect={() => go(entry)}>
                  {entry.label}{(entry.blocked ?? entry.hint) !== undefined && <Box component="span" sx={{ color: 'text.secondary' }}>{` – ${entry.blocked ?? entry.hint}`}</Box>}
                </Command.Item>
              ))}
            </Command.Group>
          ))}
        </Command.List>
      </Box>
    </Dialog>
  );
}

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
