import { Answered, dayInProse, DoneNotice, Page, ProblemSummary, useAct, useAsk } from '@accord/kernel/admin';
import { Alert, Box, Button, Checkbox, FormControl, FormControlLabel, FormHelperText, FormLabel, Radio, RadioGroup, TextField, Typography } from '@mui/material';
import { useState } from 'react';
import type { Rhythm, Theme, Weekday } from '../contract/index.js';
import { say } from './messages.js';

interface Choice { readonly weekly: boolean; readonly weekday: Weekday; readonly reviews: Rhythm; readonly expiries: Rhythm; readonly waiting: Rhythm }
interface Reminders extends Choice { readonly isToldAlways: boolean; readonly address: string | null; readonly mailGoes: 'out' | 'into-a-folder' | 'nowhere'; readonly lastSentAt: string | null; readonly version: number }

const REMINDERS = 'query Reminders { reminders { weekly weekday reviews expiries waiting isToldAlways address mailGoes lastSentAt version } }';
const CHOOSE = 'mutation ChooseReminders($input: ChooseRemindersInput!) { chooseReminders(input: $input) { version } }';
const THEMES: readonly Theme[] = ['reviews', 'expiries', 'waiting'];
const DAYS: readonly Weekday[] = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

/** Of what Accord writes to the person, and when. */
export function RemindersPage() {
  const asked = useAsk<{ reminders: Reminders }>(REMINDERS);
  return (
    <Page title={say('title')} sentence={asked.data === undefined ? undefined : reaches(asked.data.reminders)} wide={false}>
      <Answered asked={asked}>{({ reminders }) => <Choosing reminders={reminders} />}</Answered>
    </Page>
  );
}

function reaches({ address, mailGoes, lastSentAt }: Reminders): string {
  const to = mailGoes === 'nowhere' ? say('nowhere') : address === null ? say('no-address') : say(mailGoes, { address });
  return lastSentAt === null ? to : `${to} ${say('last', { day: dayInProse(lastSentAt) })}`;
}

function Choosing({ reminders }: { readonly reminders: Reminders }) {
  const [changed, setChanged] = useState<Partial<Choice>>({});
  const [isSaved, setSaved] = useState(false);
  const choosing = useAct<{ chooseReminders: { version: number } }>(CHOOSE);
  const choice: Choice = { ...picked(reminders), ...changed };
  const set = (change: Partial<Choice>): void => { setSaved(false); setChanged({ ...changed, ...change }); };
  const save = async (): Promise<void> => {
    const answer = await choosing.act({ ...choice, expectedVersion: reminders.version });
    if (answer === null) return;
    setChanged({});
    setSaved(true);
  };
  return (
    <>
      <ProblemSummary problem={choosing.problem} />
      {isSaved && <DoneNotice>{say('saved')}</DoneNotice>}
      <Typography component="p" sx={{ mb: 2 }}>{say('all-duties')}</Typography>
      <form noValidate onSubmit={(event) => { event.preventDefault(); save().catch(() => undefined); }}>
        <Box sx={{ display: 'grid', gap: 3 }}>
          <Box>
            <FormControlLabel control={<Checkbox checked={choice.weekly} onChange={(event) => set({ weekly: event.target.checked, ...(event.target.checked ? {} : withoutTheWeek(choice)) })} slotProps={{ input: { 'aria-describedby': 'weekly-hint' } }} />} label={say('weekly')} />
            <FormHelperText id="weekly-hint" sx={{ mt: 0, ml: 4 }}>{say('weekly.hint')}</FormHelperText>
            {choice.weekly && (
              <TextField id="weekday" label={say('weekday')} select size="small" margin="normal" value={choice.weekday} onChange={(event) => set({ weekday: event.target.value as Weekday })} slotProps={{ select: { native: true }, inputLabel: { shrink: true } }} sx={{ ml: 4, minWidth: 160 }}>
                {DAYS.map((day) => <option key={day} value={day}>{say(day)}</option>)}
              </TextField>
            )}
          </Box>
          {THEMES.map((theme) => (
            <FormControl key={theme} component="fieldset">
              <FormLabel component="legend">{say(theme)}</FormLabel>
              <FormHelperText sx={{ mx: 0 }}>{say(`${theme}.hint`)}</FormHelperText>
              <RadioGroup row name={theme} value={choice[theme]} onChange={(event) => set({ [theme]: event.target.value as Rhythm })}>
                <FormControlLabel value="at-once" control={<Radio />} label={say('at-once')} />
                {choice.weekly && <FormControlLabel value="weekly" control={<Radio />} label={say('weekly-with')} />}
                <FormControlLabel value="never" control={<Radio />} label={say('never')} />
              </RadioGroup>
              {theme === 'reviews' && reminders.isToldAlways && <Alert severity="info" sx={{ mt: 1 }}>{say('always')}</Alert>}
            </FormControl>
          ))}
        </Box>
        <Button type="submit" variant="contained" disabled={choosing.isPending} sx={{ mt: 3 }}>{say('save')}</Button>
      </form>
    </>
  );
}

const picked = ({ weekly, weekday, reviews, expiries, waiting }: Choice): Choice => ({ weekly, weekday, reviews, expiries, waiting });

/** What came with the weekly mail comes at once where that is switched off, and work that waits not at all. */
function withoutTheWeek(choice: Choice): Partial<Choice> {
  const instead = (rhythm: Rhythm, other: Rhythm): Rhythm => (rhythm === 'weekly' ? other : rhythm);
  return { reviews: instead(choice.reviews, 'at-once'), expiries: instead(choice.expiries, 'at-once'), waiting: instead(choice.waiting, 'never') };
}
