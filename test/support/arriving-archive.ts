import type {Archive, Member} from '../../source/archive/archive.js';
import {PendingError} from '../../source/archive/byte-source.js';
import {openArchive} from '../../source/archive/open.js';

/** A real archive of which only the first members have come, as while it is decompressed; `come(key)` lets everything up to that member come, `come(undefined)` all. */
export async function arriving(file: string): Promise<Archive & {come(until: string | undefined): void}> {
	const whole = await openArchive(file);
	const members = [...whole.members()];
	let count = 0;
	const visible = () => new Map(members.slice(0, count).map((member): [string, Member] => [member.key, member]));
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
				throw new PendingError(key);
			}

			return member;
		},
		onProgress: () => () => undefined,
		whenComplete: async () => undefined,
		close() {
			whole.close();
		},
		come(until) {
			count = until === undefined ? members.length : members.findIndex(({key}) => key === until) + 1;
		},
	};
}
