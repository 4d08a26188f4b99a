import { Box } from '@mui/material';
import { useAsk } from '@accord/kernel/admin';

const QUERY = 'query Installation { installation { isExample } }';

/** Says on every page of an example installation that nobody and nothing on it is real, and how to begin with data of one's own. */
export function ExampleBanner() {
  const { data } = useAsk<{ installation: { isExample: boolean } }>(QUERY, {}, { once: true });
  if (data?.installation.isExample !== true) return null;
  return (
    <Box component="aside" aria-label="Example data" sx={{ px: { xs: 2, sm: 3 }, py: 0.75, fontSize: '0.875rem', borderBottom: 1, borderColor: 'divider', bgcolor: 'action.hover', color: 'text.primary' }}>
      <strong>Example data.</strong> All people, organisations and look-ups are invented. To begin with your own, stop Accord, remove its folder <code>.accord</code> and run <code>npm start -- --empty</code>.
    </Box>
  );
}
