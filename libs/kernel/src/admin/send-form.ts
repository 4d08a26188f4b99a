import { AccordProblem, noAnswer } from './accord-problem.js';
import { heard, requestHeaders } from './ask-graphql.js';
import { say } from './messages.js';

/** A form was refused; the answer may say more than the sentence, such as what was found in a file. */
export class FormRefused extends AccordProblem {
  constructor(message: string, code: string, status: number, readonly answer: unknown) {
    super(message, code, [], status);
  }
}

/**
 * Sends a form with a file, and tells how far it is, from 0 to 1. Fields go first, the file last, so that the server can refuse before
 * it reads the file. At 1 all is sent and the server is still at work.
 */
export function sendForm<T>(path: string, form: FormData, progress: (sent: number) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const lost = (): void => reject(noAnswer());
    request.open('POST', path);
    for (const [name, value] of Object.entries(requestHeaders())) request.setRequestHeader(name, value);
    request.responseType = 'json';
    request.upload.onprogress = ({ loaded, total }) => progress(total === 0 ? 0 : loaded / total);
    request.onerror = lost;
    request.ontimeout = lost;
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) return resolve(request.response as T);
      const answer = (request.response ?? {}) as { readonly code?: string; readonly message?: string };
      reject(heard(new FormRefused(answer.message ?? say('couldNotTake'), answer.code ?? `HTTP_${request.status}`, request.status, answer)));
    };
    request.send(form);
  });
}
