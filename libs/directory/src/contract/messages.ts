import { defineMessages } from '@accord/kernel';

export const DIRECTORY_MESSAGES = defineMessages({
  FAULTY_FILE: 'Nothing of the file was imported. Faults: {count}. The first: {first}',
  FILE_OLDER: 'This edition ({edition}) is older than the last one imported ({last}). State that it is meant (--older), and a second person can approve it.',
  FILE_TOO_LARGE: 'The file has {size} bytes; at most {most} are read.',
  EDITION_AHEAD: 'The stated edition ({edition}) lies in the future.',
  RUN_NOT_READY: 'This file cannot be acted on now: it is {state}.',
  RUN_LOST: 'Another worker took this file over.',
  IMPORTER_GONE: 'Whoever ordered this import may not import any more. Nothing was changed; somebody who may orders it anew.',
  RUN_LAPSED: 'Nobody could carry this import out within the hour after it was ordered. Look at the file again and order it anew.',
  RUN_FAILED: 'Accord tried {tries} times and could not finish with this file. Hand it in again; if that fails too, tell support.',
  UPLOAD_TOO_LARGE: 'The file is larger than {most} MB; nothing of it was kept.',
  BAD_DIRECTORY_UPLOAD: 'The upload could not be read: {because}.',
  IMPORT_NOT_WAITING: 'This import does not wait for anybody: it is {state}.',
  IMPORT_PLAN_CHANGED: 'The directory or the sharing it touches has changed since this import was shown. Decline it and import the file again.',
});
