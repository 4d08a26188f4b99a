import { Box, Typography } from '@mui/material';
import { NavLink } from 'react-router';
import { useSession, type NavigationEntry } from '@accord/kernel/admin';
import { CAPABILITIES } from '../capabilities.js';
import { say } from '../messages.js';
import { groupWords, NAVIGATION_GROUPS } from './navigation-groups.js';

/** In the order people think of them, whichever capability brings them; by address, since words differ between languages. */
const ORDER = [
  '/', '/agreements', '/evidence', '/localities', '/viewing-organisations', '/who-can-see-what', '/gate-facts', '/publications', '/gateways', '/held', '/certificates', '/access-log', '/dashboards',
  '/organisations', '/people', '/authorities', '/changes',
];
const place = ({ to }: NavigationEntry): number => (ORDER.includes(to) ? ORDER.indexOf(to) : ORDER.length);

/** What the duties of the person allow, grouped by purpose. */
export function Navigation({ onChosen }: { readonly onChosen?: () => void }) {
  const session = useSession();
  const shown = session.me.actingAs === null ? [] : CAPABILITIES.flatMap((each) => each.navigation).filter((entry) => entry.shownTo(session)).sort((a, b) => place(a) - place(b));
  return (
    <Box component="nav" aria-label={say('main')}>
      {NAVIGATION_GROUPS.map((group) => ({ group, entries: shown.filter((entry) => entry.group === group) })).filter(({ entries }) => entries.length > 0).map(({ group, entries }) => (
        <Box key={group} sx={{ mb: 2 }}>
          {group !== 'home' && <Typography component="h2" sx={{ px: 2, fontSize: '0.8125rem', fontWeight: 700, color: 'text.secondary' }}>{groupWords(group)}</Typography>}
          <Box component="ul" sx={{ listStyle: 'none', p: 0, m: 0 }}>
            {entries.map(({ label, to }) => (
              <li key={to}>
                <Box component={NavLink} to={to} end={to === '/'} onClick={onChosen} sx={{
                  'display': 'block', 'px': 2, 'py': 0.875, 'color': 'text.primary', 'textDecoration': 'none', 'borderLeft': '4px solid transparent',
                  '&:hover': { textDecoration: 'underline' }, '&.active': { fontWeight: 700, borderLeftColor: 'primary.main', bgcolor: 'action.hover' },
                  // Forced colours paint even what is transparent, and the bar is the current page's alone.
                  '@media (forced-colors: active)': { 'borderLeftColor': 'Canvas', '&.active': { borderLeftColor: 'Highlight' } },
                }}>{label}</Box>
              </li>
            ))}
          </Box>
        </Box>
      ))}
    </Box>
  );
}
