import {attempt} from '../../../archive/attempt.js';
import {compose, listed} from '../../../checkpoint/compose.js';
import type {Process} from '../../../checkpoint/process.js';
import type {Vma} from '../../../memory/memory.js';
import type {Untrusted} from '../../../text/untrusted.js';
import {baseName} from '../places.js';
import type {ProcessRule} from '../rule.js';

// Programs and libraries that compile while they run, and ask for such memory.
const compiler = /^(?:node(?:js)?|deno|bun|java|dotnet|mono(?:-sgen)?|luajit[\w\-.]*|chrom(?:e|ium)|electron|firefox|qemu-[\w\-]+|beam\.smp|pypy[\d.]*|julia|lib(?:jvm|j9jit\d*|coreclr|mono\w*|v8|node|javascriptcore\w*|mozjs-?\d*|xul|luajit[\w\-.]*|pypy[\w\-.]*|webkit\w*|julia\w*)\.so[\d.]*)$/iv;

/** Memory that is written to and run. */
export const writableCode: ProcessRule = {
	name: 'writable-code',
	looksFor: 'memory that can be both written and run',
	* inProcess(process) {
		const mappings = [...mappingsOf(process)].filter(({protection}) => protection.startsWith('wx', 1));
		if (mappings.length === 0) {
			return;
		}

		const program = compilerOf(process);
		const places = listed(mappings.slice(0, 5).map(vma => placeOf(process, vma)), 4);
		const more = mappings.length > 5 ? ` of ${mappings.length}` : '';
		yield program === undefined
			? {severity: 'danger', evidence: compose(places, more), why: 'Injected code has to be written where it runs; compilers leave no such memory behind.', address: mappings[0]!.start}
			: {severity: 'notice', evidence: compose(places, more, ' in ', program), why: 'Injected code has to be written where it runs; this program compiles as it runs and has such memory of its own.', address: mappings[0]!.start};
	},
};

function * mappingsOf({memory: {vmas}}: Process): Generator<Vma> {
	for (let index = 0; index < vmas.length; index++) {
		yield vmas.at(index);
	}
}

function placeOf(process: Process, vma: Vma): Untrusted {
	const name = attempt(() => process.mappingName(vma));
	const shown = `${vma.protection} ${vma.start.toString(16)}-${vma.end.toString(16)}`;
	return name.state === 'ready' && name.value !== undefined ? compose(`${shown} `, name.value) : compose(shown);
}

/** What of the process is known to compile. */
function compilerOf(process: Process): string | undefined {
	const {exe} = process;
	if (exe !== undefined && compiler.test(baseName(exe.path))) {
		return baseName(exe.path);
	}

	const library = mappingsOf(process).filter(({kind, protection}) => kind === 'file' && protection[2] === 'x')
		.map(vma => attempt(() => process.mappingName(vma)))
		.map(name => name.state === 'ready' && name.value !== undefined ? baseName(name.value) : '')
		.find(name => compiler.test(name));
	return library;
}
