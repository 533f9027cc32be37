import {execFileSync} from 'node:child_process';
import path from 'node:path';
import test from 'ava';
import {commandNames, findCommand, loadCommands} from '../../source/commands/index.js';
import {projectRoot} from '../support/fixtures.js';

test('every command is called as it is listed', async t => {
	t.deepEqual((await loadCommands()).map(({name}) => name), [...commandNames]);
});

test('a command is found by its one or two words', async t => {
	t.is((await findCommand(['crit', 'x', 'dir', 'ps']))?.command.name, 'crit x');
	t.deepEqual((await findCommand(['ps', 'crit', 'x']))?.rest, ['crit', 'x']);
	t.is(await findCommand(['crit']), undefined);
	t.is(await findCommand([]), undefined);
});

test('of the commands only the one that is named is loaded', t => {
	const index = path.join(projectRoot, 'build', 'source', 'commands', 'index.js');
	const script = `
		import {registerHooks} from 'node:module';
		const {findCommand} = await import(${JSON.stringify(index)});
		const loaded = [];
		registerHooks({load(url, context, next) {
			loaded.push(url.split('/commands/').at(-1));
			return next(url, context);
		}});
		await findCommand(['completion', 'bash']);
		console.log(loaded.join(' '));
	`;
	t.is(execFileSync(process.execPath, ['--input-type=module', '-e', script], {encoding: 'utf8'}), 'completion/command.js command.js\n');
});
