import { browserClock, londonDay } from '@accord/kernel/admin';
import { TextField } from '@mui/material';
import { say } from './messages.js';
import type { MomentShown } from './sight-words.js';

type When = 'now' | 'then' | 'known';
const whenOf = ({ on, asKnown }: MomentShown): When => (on === null ? 'now' : asKnown ? 'known' : 'then');
const CHOICES = [['now', 'whenNow'], ['then', 'whenThen'], ['known', 'whenKnown']] as const;

/** Now, or a past day: as it was with all that is known today, or as it was known then. */
export function MomentChoice({ moment, fault, onChange }: { readonly moment: MomentShown; readonly fault: string | undefined; readonly onChange: (moment: MomentShown) => void }) {
  const when = whenOf(moment);
  return (
    <>
      <TextField id="who-when" label={say('when')} select size="small" value={when} sx={{ flex: '0 1 16rem', minWidth: { xs: '100%', sm: 200 } }} slotProps={{ select: { native: true }, inputLabel: { shrink: true } }}
        helperText={when === 'now' ? undefined : say(when === 'then' ? 'whenHelpThen' : 'whenHelpKnown')}
        onChange={({ target: { value } }) => onChange({ on: value === 'now' ? null : moment.on ?? '', asKnown: value === 'known' })}>
        {CHOICES.map(([value, words]) => <option key={value} value={value}>{say(words)}</option>)}
      </TextField>
      {when !== 'now' && (
        <TextField id="who-day" type="date" label={say('day')} size="small" value={moment.on ?? ''} error={fault !== undefined} helperText={fault ?? say('dayHelp')} onChange={({ target: { value } }) => onChange({ ...moment, on: value })}
          slotProps={{ inputLabel: { shrink: true }, htmlInput: { max: londonDay(browserClock.now()) } }} />
      )}
    </>
  );
}
