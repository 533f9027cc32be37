import {execFileSync} from 'node:child_process';
import path from 'node:path';
import test from 'ava';
import {projectRoot} from '../support/fixtures.js';

const file = (name: string) => JSON.stringify(path.join(projectRoot, 'build', 'source', 'explorer', name));

test('Ink is loaded without the toolkit that it takes one function of', t => {
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
		console.log(JSON.stringify([count('/ink/build/ink.js'), count('/es-toolkit/dist/compat/function/throttle.mjs'), count('/es-toolkit/dist/compat/index.mjs')]));
	`;
	t.deepEqual(JSON.parse(execFileSync(process.execPath, ['--input-type=module', '-e', script], {encoding: 'utf8'})), [1, 1, 0]);
});
