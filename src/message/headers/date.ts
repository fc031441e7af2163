/**
 * Date: RFC 3261 §20.17.
 *
 * Date = "Date" HCOLON rfc1123-date; rfc1123-date = wkday "," SP date1 SP time SP "GMT"
 * date1 = 2DIGIT SP month SP 4DIGIT; time = 2DIGIT ":" 2DIGIT ":" 2DIGIT; 00:00:00 to 23:59:59
 *
 * "An RFC 1123 date is case-sensitive", has no other zone than GMT, and its weekday is that of its day (RFC 822 §5.2).
 */
import type { Header } from '../header.ts';
import { UsageError } from '../usage-error.ts';

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
/** Beginning with the weekday of 1 January 1970. */
const weekdays = ['Thu', 'Fri', 'Sat', 'Sun', 'Mon', 'Tue', 'Wed'];
const SECONDS_A_DAY = 86_400;

const LENGTH = 'Sat, 13 Nov 2010 23:29:00 GMT'.length;
const rfc1123 = /^([A-Z][a-z]{2}), (\d{2}) ([A-Z][a-z]{2}) (\d{4}) (\d{2}):(\d{2}):(\d{2}) GMT$/;

/**
 * When the message was first sent, in milliseconds since 1 January 1970 UTC, as `Date.now` counts them; whole seconds.
 * `format` leaves out what is less than a second.
 */
export const date: Header<number> = {
  name: 'Date',
  section: 'RFC 3261 §20.17',
  list: false,
  parse(scanner) {
    const { position, end } = scanner;
    const parts = rfc1123.exec(scanner.text.slice(position, Math.min(end, position + LENGTH)));
    const time = parts === null ? undefined : timeOf(parts);
    if (time !== undefined) scanner.position = position + LENGTH;
    return time;
  },
  /** @throws UsageError `ERR_SIP_INVALID_FIELD` outside the years 0 to 9999 */
  format(time) {
    const seconds = Math.floor(time / 1000);
    const days = Math.floor(seconds / SECONDS_A_DAY);
    const { year, month, day } = civilDay(days);
    if (!(year >= 0 && year <= 9999)) throw new UsageError('ERR_SIP_INVALID_FIELD', `not a date: ${String(time)}`);
    const second = seconds - days * SECONDS_A_DAY;
    const clock = [Math.floor(second / 3600), Math.floor(second / 60) % 60, second % 60].map(twoDigits).join(':');
    const name = months[month - 1] as string;
    return `${weekdayOf(days)}, ${twoDigits(day)} ${name} ${String(year).padStart(4, '0')} ${clock} GMT`;
  }
};

const twoDigits = (value: number): string => String(value).padStart(2, '0');

/** The time that the parts of a date say; undefined when there is no such day or time of day. */
function timeOf([, weekday, ...parts]: readonly string[]): number | undefined {
  const [day, monthName, year, hour, minute, second] = parts as [string, string, string, string, string, string];
  const month = months.indexOf(monthName) + 1;
  if (month === 0 || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  const days = dayNumber(Number(year), month, Number(day));
  // 31 February is some day in March, and 0 March one in February.
  if (civilDay(days).day !== Number(day) || weekdayOf(days) !== weekday) return undefined;
  return (days * SECONDS_A_DAY + Number(hour) * 3600 + Number(minute) * 60 + Number(second)) * 1000;
}

const weekdayOf = (days: number): string => weekdays[((days % 7) + 7) % 7] as string;

// The calendar repeats every 400 years. With years that begin in March a leap day is the last of its year, and the months
// before it, of 31 30 31 30 31 days twice over, begin at a day that is linear in their number.
const DAYS_IN_400_YEARS = 146_097;
/** From 1 March of the year 0 to 1 January 1970. */
const DAYS_BEFORE_1970 = 719_468;

/** Days from 1 January 1970 to a day of the Gregorian calendar. */
function dayNumber(year: number, month: number, day: number): number {
  const marchYear = month > 2 ? year : year - 1;
  const cycle = Math.floor(marchYear / 400);
  const yearOfCycle = marchYear - cycle * 400;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  const dayOfCycle = yearOfCycle * 365 + Math.floor(yearOfCycle / 4) - Math.floor(yearOfCycle / 100) + dayOfYear;
  return cycle * DAYS_IN_400_YEARS + dayOfCycle - DAYS_BEFORE_1970;
}

/** The day of the Gregorian calendar so many days after 1 January 1970. */
function civilDay(days: number): { year: number; month: number; day: number } {
  const shifted = days + DAYS_BEFORE_1970;
  const cycle = Math.floor(shifted / DAYS_IN_400_YEARS);
  const dayOfCycle = shifted - cycle * DAYS_IN_400_YEARS;
  const leapDays = Math.floor(dayOfCycle / 1460) - Math.floor(dayOfCycle / 36_524) + Math.floor(dayOfCycle / 146_096);
  const yearOfCycle = Math.floor((dayOfCycle - leapDays) / 365);
  const dayOfYear = dayOfCycle - (yearOfCycle * 365 + Math.floor(yearOfCycle / 4) - Math.floor(yearOfCycle / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = ((marchMonth + 2) % 12) + 1;
  const day = dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1;
  return { year: cycle * 400 + yearOfCycle + (month > 2 ? 0 : 1), month, day };
}
