import {execFileSync} from 'node:child_process';
import path from 'node:path';
import test from 'ava';
import packageWidth from 'string-width';
import stringWidth from '../../source/explorer/terminal/string-width.js';
import {projectRoot} from '../support/fixtures.js';

const file = (name: string) => JSON.stringify(path.join(projectRoot, 'build', 'source', 'explorer', name));

test('Ink is loaded without the toolkit that it takes one function of, and without what measures any text', t => {
	const script = `
		import {registerHooks} from 'node:module';
		const loaded = [];
		registerHooks({load(url, context, next) {
			loaded.push(url);
			return next(url, context);
		}});
		const {withLighterInk} = await import(${file('terminal/lighter-ink.js')});
		await withLighterInk(async () => import(${file('explorer.js')}));
		const count = text => loaded.filter(url => url.includes(text)).length;
		console.log(JSON.stringify([count('/ink/build/ink.js'), count('/es-toolkit/dist/compat/function/throttle.mjs'), count('/es-toolkit/dist/compat/index.mjs'), count('/terminal/string-width.js'), count('/node_modules/string-width/')]));
	`;
	t.deepEqual(JSON.parse(execFileSync(process.execPath, ['--input-type=module', '-e', script], {encoding: 'utf8'})), [1, 1, 0, 1, 0]);
});

test('what Ink measures with measures as the package does', t => {
	for (const text of ['', 'plain', '│ ▾ ⏎ …', '\u001B[1;31mred\u001B[0m ─', '日本語', '👩‍👩‍👧 e\u0301', '\u001B]8;;http://a\u0007link\u001B]8;;\u0007', '\u001B[2Kx', '\u001B[31', 'a\tb']) {
		t.is(stringWidth(text), packageWidth(text), JSON.stringify(text));
		t.is(stringWidth(text, {countAnsiEscapeCodes: true}), packageWidth(text, {countAnsiEscapeCodes: true}), JSON.stringify(text));
	}
});
