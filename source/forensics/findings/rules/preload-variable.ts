import type {ProcessRule} from '../rule.js';

const preload = /^(?:LD_PRELOAD|LD_AUDIT)=(?<libraries>[\s\S]+)$/v;
const odd = /(?:^|[ :])\/(?:tmp|var\/tmp|dev\/shm)\/|\/\./v;

/** Libraries that are put in front of those that a program asks for. */
export const preloadVariable: ProcessRule = {
	name: 'preload-variable',
	looksFor: 'LD_PRELOAD and LD_AUDIT in environments',
	* inProcess({environ: {strings, addresses}}) {
		for (const [index, string] of strings.entries()) {
			const libraries = preload.exec(string.toKey())?.groups?.libraries;
			if (libraries !== undefined) {
				yield odd.test(libraries)
					? {severity: 'danger', evidence: string, why: 'A library that is loaded before all others can replace any of their functions, and this one lies in an odd place.', address: addresses[index]}
					: {severity: 'notice', evidence: string, why: 'A library that is loaded before all others can replace any of their functions; memory allocators are loaded like this too.', address: addresses[index]};
			}
		}
	},
};
