import {compose} from '../../../checkpoint/compose.js';
import type {FileReference} from '../../../checkpoint/model.js';
import {baseName, isTemporary} from '../places.js';
import type {ProcessRule} from '../rule.js';

const systemPlace = /^\/(?:usr\/|bin\/|sbin\/|lib\d*\/)/v;
const hidden = '/.';

/**
A first argument that names another program than the one that runs.

They differ in every container, and mean nothing: interpreters, links to BusyBox, `-bash`, titles. So this is silent of programs that lie where programs lie.
*/
export const falseName: ProcessRule = {
	name: 'false-name',
	looksFor: 'programs from odd places whose first argument names another program',
	* inProcess({exe, argv}) {
		const claim = argv.strings[0];
		if (exe === undefined || claim === undefined || claim.toKey().startsWith(exe.path.toKey())) {
			return;
		}

		const [first = ''] = claim.toKey().split(' ', 1);
		const [claimed, real] = [baseName(first).replace(/^-/v, '').replace(/:$/v, ''), baseName(exe.path)];
		const isOdd = exe.isMemfd || isTemporary(exe.path) || (systemPlace.test(first) && exe.path.toKey().includes(hidden));
		if (isOdd && !['', real, memfdName(exe)].includes(claimed) && !first.startsWith('[')) {
			yield {severity: 'danger', evidence: compose('calls itself ', claim, ', runs ', exe.path), why: 'It shows up in a list of processes as a program that it is not.', address: argv.addresses[0]};
		}
	},
};

function memfdName({path, isMemfd}: FileReference): string | undefined {
	return isMemfd ? path.toKey().replace(/^\/memfd:/v, '') : undefined;
}
