import {attempt} from '../../archive/attempt.js';
import {compose, listed, type Part} from '../../checkpoint/compose.js';
import type {Process} from '../../checkpoint/process.js';
import type {Vma} from '../../memory/memory.js';
import type {Untrusted} from '../../text/untrusted.js';
import {baseName} from './places.js';

// Programs and libraries that compile while they run, and ask for memory to run it in.
const compiler = /^(?:node(?:js)?|deno|bun|java|dotnet|mono(?:-sgen)?|luajit[\w\-.]*|chrom(?:e|ium)|electron|firefox|qemu-[\w\-]+|beam\.smp|pypy[\d.]*|julia|lib(?:jvm|j9jit\d*|coreclr|mono\w*|v8|node|javascriptcore\w*|mozjs-?\d*|xul|luajit[\w\-.]*|pypy[\w\-.]*|webkit\w*|julia\w*)\.so[\d.]*)$/iv;

/**
The mappings of a process.
@yields them in the order of their addresses
*/
export function * mappingsOf({memory: {vmas}}: Process): Generator<Vma> {
	for (let index = 0; index < vmas.length; index++) {
		yield vmas.at(index);
	}
}

/** The first few mappings, with protection, addresses and name, and how many there are. */
export function placesOf(process: Process, mappings: readonly Vma[]): Untrusted {
	const places = listed(mappings.slice(0, 5).map(vma => placeOf(process, vma)), 4);
	return compose(places, mappings.length > 5 ? ` of ${mappings.length}` : '');
}

function placeOf(process: Process, vma: Vma): Part {
	const name = attempt(() => process.mappingName(vma));
	const shown = `${vma.protection} ${vma.start.toString(16)}-${vma.end.toString(16)}`;
	return name.state === 'ready' && name.value !== undefined ? compose(`${shown} `, name.value) : shown;
}

/** What of the process is known to compile as it runs: the name of its program, or of a library; undefined where nothing is. */
export function compilerOf(process: Process): string | undefined {
	const {exe} = process;
	if (exe !== undefined && compiler.test(baseName(exe.path))) {
		return baseName(exe.path);
	}

	return mappingsOf(process).filter(({kind, protection}) => kind === 'file' && protection[2] === 'x')
		.map(vma => attempt(() => process.mappingName(vma)))
		.map(name => name.state === 'ready' && name.value !== undefined ? baseName(name.value) : '')
		.find(name => compiler.test(name));
}
