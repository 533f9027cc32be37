import type {Untrusted} from '../text/untrusted.js';

const pattern = /^(?<date>\d{4}-\d{2}-\d{2})[ t](?<time>\d{2}:\d{2}:\d{2})(?:\.(?<fraction>\d+))?(?<zone>z|[+\-]\d{2}:\d{2})$/iv;

/** Where the engines' language starts counting: a time that was never set. */
const unset = Date.parse('0001-01-01T00:00:00Z');

/**
Reads a time as the engines write it: RFC 3339 with up to nine digits of a second.

@returns milliseconds since 1970 (finer digits are cut off); undefined for the unset time, 0001-01-01; NaN when `text` is no such time
*/
export function parseTime(text: string): number | undefined {
	const parts = pattern.exec(text)?.groups;
	if (parts === undefined) {
		return NaN;
	}

	const {date, time, fraction = '', zone} = parts;
	const milliseconds = Date.parse(`${date}T${time}.${fraction.padEnd(3, '0').slice(0, 3)}${zone!.toUpperCase()}`);
	return milliseconds === unset ? undefined : milliseconds;
}

/** A time that was found to be one, in milliseconds since 1970. */
export function timeOf(text: Untrusted | undefined): number | undefined {
	return text === undefined ? undefined : parseTime(text.toKey());
}
