const DATE = /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?)?)?$/;
const LATEST = 8.64e15;

/**
 * A date of a condition in milliseconds since 1970: of the W3C's profile of ISO 8601, or seconds since 1970
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_Date).
 * Without a zone it is UTC, wherever this runs.
 *
 * @returns NaN for anything else, and for a few digits, which may be meant for a day as well as for seconds
 */
export function instant(text: string): number {
  if (/^\d{9,}(?:\.\d+)?$/.test(text)) {
    const seconds = Number(text) * 1000;
    return seconds > LATEST ? NaN : seconds;
  }
  const match = DATE.exec(text);
  if (match === null) return NaN;
  const [, year, month = '01', day = '01', hour = '00', minute = '00', second = '00', fraction = '', zone = 'Z'] =
    match;
  const written = `${year}-${month}-${day}T${hour}:${minute}:${second}`;
  const inUtc = Date.parse(`${written}Z`);
  // A 30th of February is none, though it can be counted on.
  if (Number.isNaN(inUtc) || !new Date(inUtc).toISOString().startsWith(written)) return NaN;
  return inUtc + Number(`0${fraction}`) * 1000 - offset(zone);
}

function offset(zone: string): number {
  if (zone === 'Z') return 0;
  const [hours = 0, minutes = 0] = zone.slice(1).split(':').map(Number);
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}
