import {isIPv4, isIPv6} from 'node:net';

/**
An address of the Internet as CRIU keeps it: one word for IPv4, four for IPv6, the address's bytes in the words' little-endian order. IPv6 is written as RFC 5952 says, IPv4 in IPv6 as `::ffff:127.0.0.1`.
*/
export function ipAddress(words: readonly number[]): string {
	const bytes = words.flatMap(word => [word & 0xff, word >>> 8 & 0xff, word >>> 16 & 0xff, word >>> 24]);
	if (bytes.length <= 4) {
		return bytes.join('.');
	}

	const groups = Array.from({length: 8}, (_, index) => (bytes[index * 2] ?? 0) << 8 | (bytes[index * 2 + 1] ?? 0));
	if (groups.slice(0, 5).every(group => group === 0) && groups[5] === 0xff_ff) {
		return `::ffff:${bytes.slice(12).join('.')}`;
	}

	const [start, length] = longestZeros(groups);
	const text = (part: readonly number[]) => part.map(group => group.toString(16)).join(':');
	return length < 2 ? text(groups) : `${text(groups.slice(0, start))}::${text(groups.slice(start + length))}`;
}

/** The words of an address as `ipAddress` or anybody else writes it; undefined when it is none. */
export function parseIpAddress(text: string): number[] | undefined {
	const bytes = isIPv4(text) ? text.split('.').map(Number) : isIPv6(text) && !text.includes('%') ? bytesOfIpv6(text) : undefined;
	return bytes && Array.from({length: bytes.length / 4}, (_, index) => Buffer.from(bytes).readUInt32LE(index * 4));
}

function bytesOfIpv6(text: string): number[] {
	const tail = text.slice(text.lastIndexOf(':') + 1);
	const last = isIPv4(tail) ? tail.split('.').map(Number) : undefined;
	const groups = last === undefined ? text : text.slice(0, text.lastIndexOf(':') + 1);
	const [before = [], after = []] = groups.split('::').map(part => part.split(':').filter(Boolean).flatMap(group => [Number.parseInt(group, 16) >>> 8, Number.parseInt(group, 16) & 0xff]));
	const end = [...after, ...last ?? []];
	return [...before, ...Array.from({length: 16 - before.length - end.length}, () => 0), ...end];
}

/** `127.0.0.1:8080`, `[::1]:5354` */
export function endpoint(words: readonly number[], port: number): string {
	const address = ipAddress(words);
	return words.length > 1 ? `[${address}]:${port}` : `${address}:${port}`;
}

function longestZeros(groups: readonly number[]): [start: number, length: number] {
	let best: [number, number] = [0, 0];
	let start = 0;
	for (const [index, group] of groups.entries()) {
		if (group !== 0) {
			start = index + 1;
		} else if (index + 1 - start > best[1]) {
			best = [start, index + 1 - start];
		}
	}

	return best;
}
