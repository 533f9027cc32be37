import type {Archive, Member} from '../../source/archive/archive.js';

/** The archive, in which the pages files have a size and nothing that can be read. */
export function withoutPages(archive: Archive): Archive {
	const guarded = (member: Member): Member => member.source === undefined || !/(?:^|\/)pages-[^\/]*$/v.test(member.key)
		? member
		: {
			...member,
			source: {
				size: member.size, available: member.size, settled: true, extents: () => [],
				read() {
					throw new Error(`${member.key} is read`);
				},
			},
		};
	const members = [...archive.members()].map(member => guarded(member));
	return {
		path: archive.path, format: 'directory', compression: 'none', size: 0, complete: true, progress: archive.progress, problems: [],
		members: () => members,
		get: key => members.find(member => member.key === key),
		onProgress: () => () => undefined,
		whenComplete: async () => undefined,
		close: () => undefined,
	};
}
