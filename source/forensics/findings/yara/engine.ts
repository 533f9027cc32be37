import fs from 'node:fs';
import initialize, {Compiler, type Scanner} from '@virustotal/yara-x';
import {brokenText} from './message-text.js';
import {mostOfString, type YaraSource} from './model.js';

/** A rule that matches, as the engine tells it. */
export type EngineMatch = {
	readonly identifier: string;
	readonly namespace: string;
	readonly isPrivate: boolean;
	readonly tags: readonly string[];
	readonly metadata: ReadonlyArray<{readonly identifier: string; readonly value: unknown}>;
	readonly patterns: ReadonlyArray<{readonly identifier: string; readonly isPrivate: boolean; readonly matches: ReadonlyArray<{readonly offset: number; readonly length: number}>}>;
};

/** The engine refuses a file of rules. */
export class RefusedRules extends Error {
	override readonly name = 'RefusedRules';
	readonly file: string;
	readonly errors: readonly string[];

	constructor(file: string, errors: readonly string[]) {
		super(file);
		this.file = file;
		this.errors = errors;
	}
}

/** Rules that can be scanned with. */
export type CompiledRules = {
	readonly scan: (bytes: Uint8Array) => readonly EngineMatch[];
	/** The engine has kept so much of what it made that another is to take its place. */
	readonly isSpent: () => boolean;
	readonly warnings: ReadonlyArray<{readonly file: string; readonly text: string}>;
};

// Some 25 KiB of each scan stay.
const mostScans = 2048;

/** Loads the engine into this thread, once. */
export async function loadEngine(): Promise<void> {
	keepOneMemory();
	await initialize({module_or_path: fs.readFileSync(new URL('yara_x_js_bg.wasm', import.meta.resolve('@virustotal/yara-x')))});
}

type Memory = {readonly buffer: ArrayBuffer};

/**
For each scan the engine makes a memory that the rules run in, of the same size, fills it, and never lets go of it. One scan follows the other, so one memory does for all.
*/
function keepOneMemory(): void {
	const {WebAssembly: webAssembly} = globalThis as unknown as {readonly WebAssembly: {Memory: new (descriptor: object) => Memory}};
	const {Memory} = webAssembly;
	const kept = new Map<string, Memory>();
	webAssembly.Memory = new Proxy(Memory, {
		construct(Original, [descriptor]: [object]) {
			const key = JSON.stringify(descriptor);
			const memory = kept.get(key) ?? new Original(descriptor);
			kept.set(key, memory);
			new Uint8Array(memory.buffer).fill(0);
			return memory;
		},
	});
}

/**
Compiles rules.

@throws {RefusedRules}
*/
export function compileRules(sources: readonly YaraSource[]): CompiledRules {
	const compiler = new Compiler();
	const warnings: Array<{readonly file: string; readonly text: string}> = [];
	let current = 'default';
	for (const {name, namespace, text} of sources) {
		if (namespace !== current) {
			compiler.newNamespace(namespace);
			current = namespace;
		}

		try {
			compiler.addSource(text);
		} catch (error) {
			throw new RefusedRules(name, errorsOf(compiler, error));
		}

		warnings.push(...compiler.warnings.slice(warnings.length).map(warning => ({file: name, text: warning})));
	}

	const scanner: Scanner = compiler.build().scanner();
	scanner.setMaxMatchesPerPattern(mostOfString);
	let scans = 0;
	return {
		warnings,
		isSpent: () => scans >= mostScans,
		scan(bytes) {
			scans++;
			return (scanner.scan(bytes) as {readonly matches: readonly EngineMatch[]}).matches;
		},
	};
}

function errorsOf(compiler: Compiler, error: unknown): readonly string[] {
	try {
		return compiler.errors;
	} catch {
		// What broke answers nothing any more.
		return [brokenText(error)];
	}
}
