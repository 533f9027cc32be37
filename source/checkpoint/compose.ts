import {Untrusted} from '../text/untrusted.js';

export type Part = string | Untrusted;

/** Puts words of ours and strings of the checkpoint together, without losing what the latter are. */
export function compose(...parts: readonly Part[]): Untrusted {
	return new Untrusted(Buffer.concat(parts.map(part => typeof part === 'string' ? Buffer.from(part) : part.bytes)));
}

/** The parts with `separator` between them. */
export function join(parts: readonly Part[], separator: string): Untrusted {
	return compose(...parts.flatMap((part, index) => index === 0 ? [part] : [separator, part]));
}

/** The first few, and how many more there are: `a, b, c, d and 8 more`. */
export function listed(parts: readonly Part[], most = 4): Untrusted {
	const more = parts.length > most ? ` and ${parts.length - most} more` : '';
	return compose(join(parts.slice(0, most), ', '), more);
}

/** `1 byte`, `22 bytes` */
export function counted(count: number | bigint, noun: string): string {
	return `${count} ${noun}${Number(count) === 1 ? '' : 's'}`;
}
