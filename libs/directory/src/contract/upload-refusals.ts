import { Refusal } from '@accord/kernel';
import './messages.js';

export class UploadTooLarge extends Refusal {
  readonly code = 'TOO_LARGE';
  readonly kind = 'invalid';
  constructor(mostBytes: number) { super('UPLOAD_TOO_LARGE', { most: mostBytes / 1024 / 1024 }); }
}

/** The form around a file cannot be read. */
export class BadDirectoryUpload extends Refusal {
  readonly code = 'BAD_UPLOAD';
  readonly kind = 'invalid';
  constructor(because: string) { super('BAD_DIRECTORY_UPLOAD', { because }); }
}
