import {compose} from '../../../checkpoint/compose.js';
import {compilerOf, mappingsOf, placesOf} from '../code-mappings.js';
import type {ProcessRule} from '../rule.js';

/** Memory that is written to and run. */
export const writableCode: ProcessRule = {
	name: 'writable-code',
	looksFor: 'memory that can be both written and run',
	* inProcess(process) {
		const mappings = [...mappingsOf(process).filter(({protection}) => protection.startsWith('wx', 1))];
		if (mappings.length === 0) {
			return;
		}

		const program = compilerOf(process);
		const places = placesOf(process, mappings);
		yield program === undefined
			? {severity: 'danger', evidence: places, why: 'Injected code has to be written where it runs; compilers leave no such memory behind.', address: mappings[0]!.start}
			: {severity: 'notice', evidence: compose(places, ' in ', program), why: 'Injected code has to be written where it runs; this program compiles as it runs and has such memory of its own.', address: mappings[0]!.start};
	},
};
