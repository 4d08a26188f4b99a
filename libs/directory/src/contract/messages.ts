import { defineMessages } from '@accord/kernel';

export const DIRECTORY_MESSAGES = defineMessages({
  FAULTY_FILE: 'Nothing of the file was imported. Faults: {count}. The first: {first}',
  FILE_OLDER: 'This edition ({edition}) is older than the last one imported ({last}). State that it is meant (--older), and a second person can approve it.',
  FILE_TOO_LARGE: 'The file has {size} bytes; at most {most} are read.',
  EDITION_AHEAD: 'The stated edition ({edition}) lies in the future.',
  IMPORT_NOT_WAITING: 'This import does not wait for anybody: it is {state}.',
  IMPORT_PLAN_CHANGED: 'The directory or the sharing it touches has changed since this import was shown. Decline it and import the file again.',
});
