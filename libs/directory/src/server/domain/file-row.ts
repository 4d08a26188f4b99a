import { messageFor, isOdsCode, type MessageParams, type OdsCode } from '@accord/kernel';
import { ORGANISATION_STATUSES, PRESCRIBING_SETTINGS, type FileFault, type FileFaultCode, type OrganisationFacts, type OrganisationStatus } from '../../contract/index.js';

/** What each of the 27 columns is called where a difference is shown. */
export const COLUMN_NAMES = [
  'odsCode', 'name', 'nationalGrouping', 'healthGeography', 'address', 'address', 'address', 'address', 'address', 'postcode', 'openedOn',
  'closedOn', 'status', 'allocation', 'commissionerCode', 'joinedCommissionerOn', 'leftCommissionerOn', 'telephone', 'column19', 'column20',
  'column21', 'amendedRecord', 'column23', 'purchaserCode', 'column25', 'prescribingSetting', 'column27',
] as const;
export const COLUMNS = COLUMN_NAMES.length;

const CODE = /^[A-Z0-9]{2,12}$/;
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/;
const DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

export function faultOf(line: number, code: FileFaultCode, params: MessageParams = {}): FileFault {
  return { line, code, sentence: `Line ${line}: ${messageFor(code, params)}.` };
}

/** Reads the 27 columns of one row; everything wrong with it is said at once. */
export class FileRow {
  readonly faults: FileFault[] = [];

  constructor(private readonly line: number, private readonly fields: readonly string[]) {}

  /** The facts of the row, or null with its faults listed; what is read beside a fault goes nowhere. */
  read(): OrganisationFacts | null {
    const code = this.field(1);
    if (!isOdsCode(code)) this.fault('BAD_ODS_CODE', { value: shown(code) });
    const facts: OrganisationFacts = {
      odsCode: code as OdsCode,
      name: this.text(2, 'name', 200),
      nationalGrouping: this.code(3, 'national grouping'),
      healthGeography: this.code(4, 'health geography'),
      address: [5, 6, 7, 8, 9].map((column) => this.text(column, 'address', 200)),
      postcode: this.text(10, 'postcode', 20),
      openedOn: this.day(11, 'opened on'),
      closedOn: this.day(12, 'closed on'),
      status: this.status(),
      commissionerCode: this.commissioner(),
      joinedCommissionerOn: this.day(16, 'joined the commissioner on'),
      leftCommissionerOn: this.day(17, 'left the commissioner on'),
      telephone: this.text(18, 'telephone', 60),
      prescribingSetting: this.setting(),
    };
    this.code(24, 'provider or purchaser');
    if (!['', '0', '1'].includes(this.field(22))) this.fault('UNKNOWN_AMENDED', { value: shown(this.field(22)) });
    if (facts.name === '') this.fault('NAME_MISSING');
    if (this.field(11) === '' && this.field(13) !== 'P') this.fault('DATE_MISSING', { column: 11, field: 'opened on' });
    this.inOrder(facts.openedOn, facts.closedOn, 11, 12, 'closed on');
    this.inOrder(facts.joinedCommissionerOn, facts.leftCommissionerOn, 16, 17, 'left the commissioner on');
    return this.faults.length === 0 ? facts : null;
  }

  private field(column: number): string {
    return this.fields[column - 1]!;
  }

  private text(column: number, field: string, most: number): string {
    const text = this.field(column).trim();
    if (CONTROL.test(text)) this.fault('CONTROL_CHARACTER', { column, field });
    if (text.length > most) this.fault('TOO_LONG', { column, field, most });
    return text;
  }

  private code(column: number, field: string): string {
    const code = this.field(column);
    if (code !== '' && !CODE.test(code)) this.fault('BAD_CODE', { column, field, value: shown(code) });
    return code;
  }

  private day(column: number, field: string): string | null {
    const text = this.field(column);
    if (text === '') return null;
    const day = dayOf(text);
    if (day === null) this.fault('BAD_DATE', { column, field, value: shown(text) });
    return day;
  }

  private status(): OrganisationStatus {
    const status = this.field(13);
    if (!Object.hasOwn(ORGANISATION_STATUSES, status)) this.fault('UNKNOWN_STATUS', { value: shown(status) });
    return status as OrganisationStatus;
  }

  private commissioner(): string | null {
    const allocation = this.field(14);
    const code = this.code(15, 'commissioner');
    if (allocation !== 'B' && allocation !== 'Z') this.fault('UNKNOWN_ALLOCATION', { value: shown(allocation) });
    if (allocation === 'B' && code === '') this.fault('COMMISSIONER_MISSING');
    if (allocation === 'Z' && code !== '') this.fault('COMMISSIONER_UNEXPECTED', { value: shown(code) });
    return code === '' ? null : code;
  }

  private setting(): number {
    const text = this.field(26);
    const setting = /^(0|[1-9]\d?)$/.test(text) ? Number(text) : -1;
    if (!Object.hasOwn(PRESCRIBING_SETTINGS, setting)) this.fault('UNKNOWN_SETTING', { value: shown(text) });
    return setting;
  }

  private inOrder(begin: string | null, end: string | null, beginColumn: number, column: number, field: string): void {
    if (begin !== null && end !== null && end < begin) this.fault('DATE_ORDER', { column, field, beginColumn });
  }

  private fault(code: FileFaultCode, params: MessageParams = {}): void {
    this.faults.push(faultOf(this.line, code, params));
  }
}

/** `yyyymmdd` as `yyyy-mm-dd`, if the calendar has such a day. */
export function dayOf(text: string): string | null {
  if (!/^(19|20|21)\d{6}$/.test(text)) return null;
  const year = Number(text.slice(0, 4));
  const month = Number(text.slice(4, 6));
  const day = Number(text.slice(6));
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const most = month === 2 && isLeap ? 29 : DAYS_IN_MONTH[month - 1] ?? 0;
  return day >= 1 && day <= most ? `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}` : null;
}

/** A value as a fault may quote it: short, and with nothing that a terminal would obey. */
function shown(value: string): string {
  const plain = value.replace(/[^\x20-\x7e]/g, '?');
  return plain.length > 40 ? `${plain.slice(0, 40)}...` : plain;
}
