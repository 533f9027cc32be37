#!/usr/bin/env node
// Only what an old Node understands stands here: it has to be able to say that it is too old.
const needed = 24;
const [major] = process.versions.node.split('.', 1);
if (Number(major) >= needed) {
	void import('./command-line.js').then(async ({main}) => main(process.argv.slice(2)));
} else {
	process.stderr.write('cryoscope: this is Node ' + process.versions.node + ', but Node ' + String(needed) + ' or newer is needed: install it from https://nodejs.org\n');
	process.exitCode = 1;
}
