import type { SendMailOptions } from 'nodemailer';
import type { Mail } from '../domain/post.js';

/** Whose mail it is: the address it comes from, and the host that its Message-ID names. */
export interface Sender {
  readonly from: string;
  readonly host: string;
}

/**
 * What both kinds of post hand to nodemailer. Nothing that anybody wrote stands in a header: the address is one by its form, the subject counts,
 * and the rest is ours; nodemailer encodes and folds what there is, and fetches nothing.
 */
export function composedMail({ id, to, subject, text, html, at, choices }: Mail, { from, host }: Sender): SendMailOptions {
  return {
    from, to: { name: '', address: to }, subject, text, html, date: at, messageId: `<${id}@${host}>`,
    list: { unsubscribe: { url: choices, comment: 'Choose what you are told' } },
    // No answer by machine, and none to a list (RFC 3834).
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
    disableFileAccess: true, disableUrlAccess: true,
  };
}
