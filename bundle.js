import fs from 'node:fs';
import path from 'node:path';
import {build} from 'esbuild';

// Joins the modules of the program into the few files that are installed: to find and load a module takes longer than most of them run. What other packages bring stays where it is.
// usage: node bundle.js FOLDER, which must be as deep below package.json as build/source is
const [folder] = process.argv.slice(2);
const source = path.join(import.meta.dirname, 'build', 'source');
fs.rmSync(folder, {recursive: true, force: true});
await build({
	// Those that no module imports: the program, its threads, and what Ink is given.
	entryPoints: ['cli.js', 'archive/spool-worker.js', 'explorer/terminal/string-width.js', 'forensics/findings/yara/yara-worker.js', 'search/search-worker.js'].map(name => path.join(source, name)),
	outdir: folder,
	entryNames: '[name]',
	bundle: true,
	splitting: true,
	format: 'esm',
	platform: 'node',
	target: 'node24',
	// Node has it; esbuild would have such expressions made anew each time they are met.
	supported: {'regexp-set-notation': true},
	packages: 'external',
	// As JSON the descriptor is read five times as fast as it would be as a part of the program.
	loader: {'.json': 'copy'},
	logLevel: 'warning',
});
