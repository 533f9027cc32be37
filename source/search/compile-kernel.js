/**
Compiles the search kernel to WebAssembly. Only who changes kernel.c needs this, clang and its wasm-ld: what it makes is kept in kernel-module.ts beside it.

	node source/search/compile-kernel.js          makes kernel-module.ts anew
	node source/search/compile-kernel.js FILE     writes the bare module to FILE
*/
import {execFileSync} from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const here = import.meta.dirname;

function compile(output) {
	const flags = '--target=wasm32 -O3 -msimd128 -ffreestanding -nostdlib -Wall -Wextra -Werror -Wl,--no-entry,--export=__heap_base,--strip-all,-z,stack-size=4096';
	execFileSync('clang', [...flags.split(' '), '-o', output, path.join(here, 'kernel.c')], {stdio: ['ignore', 'inherit', 'inherit']});
}

const [output] = process.argv.slice(2);
if (output !== undefined) {
	compile(output);
} else {
	const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kernel-'));
	try {
		const file = path.join(folder, 'kernel.wasm');
		compile(file);
		const lines = fs.readFileSync(file, 'base64').match(/.{1,120}/g).map(line => `\t'${line}',`);
		fs.writeFileSync(path.join(here, 'kernel-module.ts'), [
			'// Made from kernel.c by compile-kernel.js.',
			'',
			'/** The search kernel, compiled to WebAssembly. */',
			'export const kernelModule = Buffer.from([',
			...lines,
			'].join(\'\'), \'base64\');',
			'',
		].join('\n'));
	} finally {
		fs.rmSync(folder, {recursive: true});
	}
}
