import type {Container} from '../checkpoint/container.js';
import {formatAmount, formatBytes} from './format.js';

/** Where the memory of the processes is, in one line: `16.4 MiB`, `0 B + 2.9 MiB in parent`. `noun` follows the first size. */
export function dumpMemoryText({memory: {pages, inParent, leftBehind}, contents}: Container, noun = ''): string {
	const elsewhere = [
		...inParent === 0 ? [] : [`${formatBytes(inParent)} in ${contents.parent === 'missing' ? 'missing ' : ''}parent`],
		...leftBehind === 0 ? [] : [`${formatBytes(leftBehind)} on source host`],
	];
	return [formatAmount(pages) + noun, ...elsewhere].join(' + ');
}
