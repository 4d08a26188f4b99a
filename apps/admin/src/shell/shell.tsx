import { Box, Drawer, Link } from '@mui/material';
import { useState, type ReactNode } from 'react';
import { useSession } from '@accord/kernel/admin';
import { say } from '../messages.js';
import { ChooseDuty } from './choose-duty.js';
import { ExampleBanner } from './example-banner.js';
import { Navigation } from './navigation.js';
import { SignedOutNotice } from './signed-out-notice.js';
import { TopBar } from './top-bar.js';

/** What stands around every page: skip link, top bar with the duty one acts in, navigation, and the page itself. */
export function Shell({ children }: { readonly children: ReactNode }) {
  const { me } = useSession();
  const [isOpen, setOpen] = useState(false);
  return (
    <Box sx={{ minHeight: '100vh', display: 'flex', flexDirection: 'column' }}>
      <Link href="#page" sx={{ position: 'absolute', left: -9999, '&:focus': { left: 8, top: 8, zIndex: 2000, bgcolor: 'background.paper', p: 1 } }}>{say('skip')}</Link>
      <TopBar onMenu={() => setOpen(true)} />
      <ExampleBanner />
      <Box sx={{ display: 'flex', flex: 1, minWidth: 0 }}>
        <Box sx={{ display: { xs: 'none', md: 'block' }, width: 232, flex: 'none', borderRight: 1, borderColor: 'divider', py: 2 }}><Navigation /></Box>
        <Drawer open={isOpen} onClose={() => setOpen(false)} sx={{ display: { md: 'none' } }} slotProps={{ paper: { 'aria-label': say('menu'), sx: { width: 260, py: 2 } } }}>
          <Navigation onChosen={() => setOpen(false)} />
        </Drawer>
        <Box component="main" id="page" tabIndex={-1} sx={{ flex: 1, minWidth: 0, px: { xs: 2, sm: 3, lg: 4 }, py: 3, '&:focus': { outline: 'none' } }}>
          {me.actingAs === null ? <ChooseDuty /> : children}
        </Box>
      </Box>
      <SignedOutNotice />
    </Box>
  );
}
