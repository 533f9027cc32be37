import type {Archive, Member} from '../../source/archive/archive.js';
import {PendingError, type ByteSource} from '../../source/archive/byte-source.js';
import {openArchive} from '../../source/archive/open.js';

type Arriving = Archive & {
	/** Lets everything up to this member come, or all; of the member behind it the header, if that `isBegun`. */
	come(until: string | undefined, isBegun?: boolean): void;
};

/** A real archive of which only the first members have come, as while it is decompressed. */
export async function arriving(file: string): Promise<Arriving> {
	const whole = await openArchive(file);
	const members = [...whole.members()];
	const listeners = new Set<() => void>();
	let count = 0;
	let begun: Member | undefined;
	const visible = () => new Map([...members.slice(0, count), ...begun === undefined ? [] : [begun]].map((member): [string, Member] => [member.key, member]));
	return {
		path: whole.path,
		format: 'tar',
		compression: 'zstd',
		size: whole.size,
		problems: [],
		get progress() {
			return {done: count, total: members.length, output: 0};
		},
		get complete() {
			return count === members.length;
		},
		members: () => visible().values(),
		get(key) {
			const member = visible().get(key);
			if (member === undefined && count < members.length) {
				throw new PendingError(whole.path);
			}

			return member;
		},
		onProgress(listener) {
			listeners.add(listener);
			return () => {
				listeners.delete(listener);
			};
		},
		whenComplete: async () => undefined,
		close() {
			whole.close();
		},
		come(until, isBegun = false) {
			count = until === undefined ? members.length : members.findIndex(({key}) => key === until) + 1;
			const next = members[count];
			begun = isBegun && next?.source ? {...next, source: withoutBytes(next.source)} : undefined;
			for (const listener of listeners) {
				listener();
			}
		},
	};
}

function withoutBytes({size}: ByteSource): ByteSource {
	return {size, available: 0, settled: false, read: () => 0, extents: () => []};
}
