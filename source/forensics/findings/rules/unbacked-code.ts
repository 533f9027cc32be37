import type {VmaKind} from '../../../memory/memory.js';
import {compilerOf, mappingsOf, placesOf} from '../code-mappings.js';
import type {ProcessRule} from '../rule.js';

// Those of memfds are odd programs.
const withoutFile: ReadonlySet<VmaKind> = new Set(['anonymous', 'shared-anonymous', 'sysv', 'heap', 'stack']);

/** Memory that no file is behind, that is run and can't be written, or not any more. */
export const unbackedCode: ProcessRule = {
	name: 'unbacked-code',
	looksFor: 'memory that can be run and not written, though no file is behind it',
	* inProcess(process) {
		const mappings = [...mappingsOf(process).filter(({kind, protection}) => withoutFile.has(kind) && protection[1] !== 'w' && protection[2] === 'x')];
		if (mappings.length > 0 && compilerOf(process) === undefined) {
			yield {severity: 'notice', evidence: placesOf(process, mappings), why: 'Code comes from files; who injects some can take away the right to write to it after. Programs that compile expressions as they run do so too.', address: mappings[0]!.start};
		}
	},
};
