import type {SavedFile} from '../checkpoint/saved-files/saved-file.js';

const letters: Readonly<Partial<Record<SavedFile['kind'], string>>> = {directory: 'd', symlink: 'l', fifo: 'p', 'character-device': 'c', 'block-device': 'b'};

// Bits of a mode, include/uapi/linux/stat.h
const userBit = 0o4000;
const groupBit = 0o2000;
const stickyBit = 0o1000;

/** As `ls -l` writes it: `-rwsr-xr-x`. */
export function modeText(kind: SavedFile['kind'], mode: number): string {
	const bits = [...'rwxrwxrwx'].map((letter, index) => (mode >> (8 - index) & 1) === 1 ? letter : '-');
	for (const [bit, place, letter] of [[userBit, 2, 's'], [groupBit, 5, 's'], [stickyBit, 8, 't']] as const) {
		if ((mode & bit) !== 0) {
			bits[place] = bits[place] === '-' ? letter.toUpperCase() : letter;
		}
	}

	return (letters[kind] ?? '-') + bits.join('');
}

/** Whose rights a program gets from its file, whoever runs it: `set-user-id`, `set-group-id` or both; undefined where nobody's. Of a folder it would only say to which group new files belong. */
export function setId(kind: SavedFile['kind'], mode: number): string | undefined {
	const named = kind === 'directory' ? [] : [...(mode & userBit) === 0 ? [] : ['set-user-id'], ...(mode & groupBit) === 0 ? [] : ['set-group-id']];
	return named.length === 0 ? undefined : named.join(', ');
}
