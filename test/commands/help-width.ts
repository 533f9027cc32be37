import test from 'ava';
import {inWidth} from '../../source/commands/help-width.js';
import {findCommand, loadCommands} from '../../source/commands/index.js';
import {programHelp} from '../../source/commands/program-help.js';
import {run} from '../support/command.js';

const words = (text: string) => text.split(/\s+/v);
const tooLong = (text: string, columns: number) => text.split('\n').filter(line => line.length > columns);

for (const columns of [60, 80]) {
	test(`in ${columns} columns every help fits, with all its words whole and in order`, async t => {
		for (const {name} of await loadCommands()) {
			const {command} = (await findCommand(name.split(' ')))!;
			const whole = await run([...command.name.split(' '), '--help']);
			const narrow = await run([...command.name.split(' '), '--help'], {columns});
			t.deepEqual(words(narrow.output), words(whole.output), name);
			t.deepEqual(tooLong(narrow.output, columns), [], name);
		}

		const whole = programHelp(await loadCommands());
		t.deepEqual(words(inWidth(whole, columns)), words(whole));
		t.deepEqual(tooLong(inWidth(whole, columns), columns), []);
	});
}

test('in 80 columns what an option does stays in its column, and prose is filled', async t => {
	const {output} = await run(['edit', '--help'], {columns: 80});
	t.true(output.includes(`
  -b, --bytes BYTES    what to put there, in hexadecimal: one for each --at, in
                       the same order
`), output);
	t.true(output.includes(`
FILE is only read. OUTPUT differs from it in these bytes, and has one file more
beside the images, cryoscope-edit-1.json, the next time cryoscope-edit-2.json:
`), output);
	t.true(output.includes(`
  $ cryoscope edit -p 1 --at 7f2f986c5ffa --text nothing -o new.tar
    checkpoint.tar
      seven, as text
`), output);
});

test('where there is room, or nobody looks, a help is as it was written', async t => {
	const {output} = await run(['edit', '--help']);
	t.is((await run(['edit', '--help'], {columns: 200})).output, output);
	t.true(output.includes('\nFILE is only read. OUTPUT differs from it in these bytes, and has one file more beside the\nimages,'));
});
