import { Box } from '@mui/material';
import { useAsk } from '@accord/kernel/admin';
import { say } from '../messages.js';

const QUERY = 'query Installation { installation { isExample } }';

/** Says on every page of an example installation that nobody and nothing on it is real, and how to begin with data of one's own. */
export function ExampleBanner() {
  const { data } = useAsk<{ installation: { isExample: boolean } }>(QUERY, {}, { once: true });
  if (data?.installation.isExample !== true) return null;
  return (
    <Box component="aside" aria-label={say('example')} sx={{ px: { xs: 2, sm: 3 }, py: 0.75, fontSize: '0.875rem', borderBottom: 1, borderColor: 'divider', bgcolor: 'action.hover', color: 'text.primary' }}>
      <strong>{say('example')}.</strong> {say('exampleSays')} <code>.accord</code> {say('exampleThen')} <code>npm start -- --empty</code>.
    </Box>
  );
}
