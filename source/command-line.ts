import fs from 'node:fs';
import {InputError} from './archive/byte-source.js';
import {describe} from './archive/open-file.js';
import {UsageError} from './commands/command.js';
import {detectCapabilities, whyNotInteractive} from './explorer/terminal/capabilities.js';
import {withLighterInk} from './explorer/terminal/lighter-ink.js';
import {readProgramArguments} from './program-arguments.js';
import {Untrusted} from './text/untrusted.js';

/** Runs the program with the arguments `argv`; sets the exit code: 0 done, 1 the input could not be read, 2 wrong usage, 128 and more ended by a signal. */
export async function main(argv: readonly string[]): Promise<void> {
	endQuietlyWithoutReader();
	process.exitCode = await run(argv);
	// What is still open (a worker, the terminal's input) must not keep the program.
	process.stdout.write('', () => {
		// eslint-disable-next-line unicorn/no-process-exit
		process.exit();
	});
}

async function run(argv: readonly string[]): Promise<number> {
	if (mayBeCommand(argv[0])) {
		const {runFirstWord} = await import('./commands/first-word.js');
		const exitCode = await runFirstWord(argv);
		if (exitCode !== undefined) {
			return exitCode;
		}
	}

	try {
		return await runExplorer(argv);
	} catch (error) {
		if (error instanceof UsageError) {
			return complain(`${error.message}; see cryoscope --help`, 2);
		}

		if (error instanceof InputError) {
			return complain(error.message, 1);
		}

		throw error;
	}
}

// Whoever opens a file need not wait for the descriptions of all commands: none has a name with a dot, nor a plugin where there is such a file.
function mayBeCommand(word: string | undefined): boolean {
	return word !== undefined && !word.startsWith('-') && !word.includes('/') && !(word.includes('.') && fs.existsSync(word));
}

async function runExplorer(argv: readonly string[]): Promise<number> {
	const {files, options, values} = await readProgramArguments(argv);
	const [file, extra] = files;
	if (options.has('help')) {
		const {programHelp} = await import('./commands/program-help.js');
		const {loadCommands} = await import('./commands/index.js');
		const {inWidth} = await import('./commands/help-width.js');
		const {isTTY, columns} = process.stdout;
		process.stdout.write(inWidth(programHelp(await loadCommands()), isTTY ? columns : undefined));
		return 0;
	}

	if (options.has('version')) {
		const {programVersion} = await import('./writing/program-version.js');
		process.stdout.write(`${programVersion()}\n`);
		return 0;
	}

	if (file === '') {
		throw new UsageError('the name of the checkpoint is empty');
	}

	if (file !== undefined && extra !== undefined) {
		throw new UsageError(fs.existsSync(file) ? `one checkpoint at a time, but there is also ${printable(extra)}` : `${printable(file)} is neither a command nor a file`);
	}

	const obstacle = whyNotInteractive(process.env, process.stdin.isTTY, process.stdout.isTTY);
	if (obstacle !== undefined) {
		if (file !== undefined) {
			describe(file, printable(file));
		}

		return complain(`this needs a terminal, but ${obstacle}: run it in one, without redirecting it, or see cryoscope --help for the commands that print the same`, 2);
	}

	const explorerOptions = {mouse: options.has('mouse'), capabilities: detectCapabilities(process.env), bookmarks: await readOpened(values.bookmarks?.[0]), yara: await compileYara(values.yara ?? []), rootFolder: await openRoot(values.rootfs?.[0])};
	// Before React is loaded: its development build is much slower. Level 1 is the 16 named colours, and what a terminal without colour needs as well; of a contradiction Node would warn, across the screen.
	process.env.NODE_ENV = 'production';
	process.env.FORCE_COLOR = '1';
	delete process.env.NO_COLOR;
	// Nothing here goes to a network, and where there is a `fetch`, Yoga loads all of Node's HTTP only to decode a constant.
	Reflect.deleteProperty(globalThis, 'fetch');
	const load = async () => withLighterInk(async () => import('./explorer/explorer.js'));
	if (file === undefined) {
		const {exploreNode} = await load();
		return exploreNode(explorerOptions);
	}

	const {beginOpening} = await import('./explorer/begin-opening.js');
	const opening = beginOpening(file);
	const {explore} = await load();
	return explore(opening, explorerOptions);
}

// Few have any: what reads them is loaded for those.
async function readOpened(file: string | undefined) {
	if (file === undefined) {
		return undefined;
	}

	const {readBookmarks} = await import('./writing/bookmarks/bookmarks-file.js');
	return {file, ...readBookmarks(file)};
}

async function openRoot(folder: string | undefined) {
	if (folder === undefined) {
		return undefined;
	}

	const {RootFolder} = await import('./forensics/root-folder.js');
	return new RootFolder(folder);
}

async function compileYara(files: readonly string[]) {
	if (files.length === 0) {
		return undefined;
	}

	const {YaraRules} = await import('./forensics/findings/yara/yara-rules.js');
	return YaraRules.compile(files);
}

function complain(message: string, exitCode: number): number {
	process.stderr.write(`cryoscope: ${message}\n`);
	return exitCode;
}

function printable(text: string): string {
	return Untrusted.from(text).toString();
}

function endQuietlyWithoutReader(): void {
	for (const stream of [process.stdout, process.stderr]) {
		stream.on('error', (error: NodeJS.ErrnoException) => {
			// The reader of a pipe has seen enough; a full disk has not.
			if (error.code !== 'EPIPE' && stream === process.stdout) {
				complain(`standard output: ${error.code === 'ENOSPC' ? 'no space left' : error.code ?? error.message}`, 1);
			}

			// eslint-disable-next-line unicorn/no-process-exit
			process.exit(error.code === 'EPIPE' ? 0 : 1);
		});
	}
}
