import {packed} from './layout.js';

/** What a debugger reads besides memory (elf(5)); the names are those of the kernel's include/uapi/linux/elf.h. */
export type Note = {readonly name: 'CORE' | 'LINUX'; readonly type: number; readonly content: Uint8Array};

export const noteTypes = {
	prstatus: 1, fpregset: 2, prpsinfo: 3, auxv: 6, siginfo: 0x53_49_47_49, file: 0x46_49_4c_45, prxfpreg: 0x46_e6_2b_7f,
	i386Tls: 0x2_00, x86Xstate: 0x2_02, armTls: 0x4_01,
} as const;

/** Notes one after the other, as the segment PT_NOTE has them. */
export function notesSegment(notes: Iterable<Note>): Buffer {
	return Buffer.concat([...notes].flatMap(({name, type, content}) => {
		const owner = Buffer.from(`${name}\0`, 'latin1');
		return [packed([[owner.length, 4], [content.length, 4], [type, 4]]), owner, padding(owner), content, padding(content)];
	}));
}

function padding({length}: Uint8Array): Buffer {
	return Buffer.alloc(-length & 3);
}
