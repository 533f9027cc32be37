import fs from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {projectRoot} from './support/fixtures.js';

type Direction = {readonly layers: readonly string[]; importsPointDown(layer: string): {readonly rules: {readonly 'no-restricted-imports': [string, {readonly patterns: ReadonlyArray<{readonly regex: string}>}]}}};
const {layers, importsPointDown} = await import(path.join(projectRoot, 'import-direction.js')) as Direction;

const refused = (layer: string, specifier: string): boolean => importsPointDown(layer).rules['no-restricted-imports'][1].patterns.some(({regex}) => new RegExp(regex, 'u').test(specifier));

test('a layer may import itself and what is below', t => {
	t.false(refused('memory', './presence.js'));
	t.false(refused('memory', '../archive/byte-source.js'));
	t.false(refused('explorer', '../../views/view.js'));
});

test('a layer may not import what is above', t => {
	t.true(refused('archive', '../criu/magics.js'));
	t.true(refused('memory', '../checkpoint/process.js'));
	t.true(refused('checkpoint', '../../explorer/app.js'));
	t.true(refused('explorer', '../cli.js'));
});

test('the two faces don\'t import each other', t => {
	t.true(refused('commands', '../explorer/app.js'));
	t.true(refused('explorer', '../commands/show.js'));
});

test('every folder of source is a layer', t => {
	const folders = fs.readdirSync(path.join(projectRoot, 'source'), {withFileTypes: true}).filter(entry => entry.isDirectory());
	for (const {name} of folders) {
		t.true(layers.includes(name), name);
	}
});
