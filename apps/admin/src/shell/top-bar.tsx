import { Box, Button, Divider, ListSubheader, Menu, MenuItem } from '@mui/material';
import { lazy, Suspense, useEffect, useState } from 'react';
import { NavLink } from 'react-router';
import { askHttp, forgetEverythingKept, signInMark, useSession } from '@accord/kernel/admin';
import { useColours, type Choice } from '../colour-scheme.js';
import { say } from '../messages.js';
import { actingWords, useActAs } from './acting.js';

const Palette = lazy(async () => ({ default: (await import('./palette.js')).Palette }));
const COLOURS: readonly (readonly [Choice, string])[] = [['system', say('coloursOfDevice')], ['light', say('light')], ['dark', say('dark')]];

/** Product, search, the organisation and duty one acts in, and the person. Always visible. */
export function TopBar({ onMenu }: { readonly onMenu: () => void }) {
  const [isFinding, setFinding] = useState(false);
  useEffect(() => {
    const open = (event: KeyboardEvent): void => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        setFinding(true);
      }
    };
    window.addEventListener('keydown', open);
    return () => window.removeEventListener('keydown', open);
  }, []);
  return (
    <Box component="header" sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, alignItems: 'center', px: { xs: 1, sm: 2 }, py: 0.75, borderBottom: 1, borderColor: 'divider', bgcolor: 'background.paper', position: { sm: 'sticky' }, top: 0, zIndex: 1100 }}>
      <Button onClick={onMenu} sx={{ display: { md: 'none' } }}>{say('menu')}</Button>
      <Box component="span" sx={{ fontWeight: 800, fontSize: '1.125rem', mr: 1 }}>{say('product')}</Box>
      <Button variant="outlined" onClick={() => setFinding(true)} aria-keyshortcuts="Control+K">{say('find')}<Box component="kbd" sx={{ ml: 1, fontSize: '0.75rem', display: { xs: 'none', sm: 'inline' } }}>{say('findKeys')}</Box></Button>
      <Box sx={{ flex: 1 }} />
      <DutyMenu />
      <PersonMenu />
      {isFinding && <Suspense fallback={null}><Palette close={() => setFinding(false)} /></Suspense>}
    </Box>
  );
}

function DutyMenu() {
  const { me } = useSession();
  const actAs = useActAs();
  const [at, setAt] = useState<HTMLElement | null>(null);
  if (me.actingAs === null) return null;
  const others = me.mayActAs.filter((each) => each.grantId !== me.actingAs?.grantId);
  return (
    <>
      <Button variant="text" color="inherit" aria-haspopup="menu" aria-expanded={at !== null} onClick={(event) => setAt(event.currentTarget)} sx={{ textAlign: 'left', maxWidth: '100%' }}>
        <span><Box component="span" sx={{ fontWeight: 400 }}>{say('actingAs')} </Box>{actingWords(me.actingAs)}</span>
      </Button>
      <Menu anchorEl={at} open={at !== null} onClose={() => setAt(null)}>
        <ListSubheader>{say(others.length === 0 ? 'noOther' : 'actInstead')}</ListSubheader>
        {others.map((duty) => <MenuItem key={duty.grantId} onClick={() => { setAt(null); actAs(duty.grantId).catch(() => undefined); }} sx={{ whiteSpace: 'normal' }}>{actingWords(duty)}</MenuItem>)}
      </Menu>
    </>
  );
}

function PersonMenu() {
  const { me } = useSession();
  const colours = useColours();
  const [at, setAt] = useState<HTMLElement | null>(null);
  const leave = async (): Promise<void> => {
    const { providerSignOut } = await askHttp<{ providerSignOut?: string | null }>('/auth/sign-out', { method: 'POST' });
    forgetEverythingKept();
    signInMark.remove();
    window.location.assign(providerSignOut ?? '/');
  };
  return (
    <>
      <Button color="inherit" aria-haspopup="menu" aria-expanded={at !== null} onClick={(event) => setAt(event.currentTarget)}>{me.person.name}</Button>
      <Menu anchorEl={at} open={at !== null} onClose={() => setAt(null)}>
        {COLOURS.map(([choice, label]) => <MenuItem key={choice} role="menuitemradio" aria-checked={colours.choice === choice} selected={colours.choice === choice} onClick={() => { colours.choose(choice); setAt(null); }}>{label}</MenuItem>)}
        <Divider />
        <MenuItem component={NavLink} to="/reminders" onClick={() => setAt(null)}>{say('reminders')}</MenuItem>
        <MenuItem onClick={() => { leave().catch(() => undefined); }}>{say('signOut')}</MenuItem>
      </Menu>
    </>
  );
}
