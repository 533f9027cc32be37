import {Writable} from 'node:stream';
import {setTimeout} from 'node:timers/promises';
import test from 'ava';
import {percentText, stepText} from '../../source/views/step.js';
import {progressLine, withProgress} from '../../source/commands/progress-line.js';

/** What `work` has written of a line; `show` shows it until it is drawn. */
async function written(isWatched: boolean, work: (line: ReturnType<typeof progressLine>, show: (text: string) => Promise<void>) => Promise<void>): Promise<string> {
	const chunks: string[] = [];
	const errors = new Writable({
		write(chunk: Uint8Array, _encoding, done) {
			chunks.push(Buffer.from(chunk).toString());
			done();
		},
	});
	const line = progressLine({errors, isWatched});
	await work(line, async shown => {
		for (const {length} = chunks; chunks.length === length;) {
			line.show(shown);
			await setTimeout(5);
		}
	});
	return chunks.join('');
}

test('how far something is, in one line that is gone when something else is said, and comes back', async t => {
	t.is(await written(true, async (line, show) => {
		await show('1 %');
		await show('2 %');
		line.clear();
		line.clear();
		await show('3 %');
		line.clear();
	}), '\r\u001B[K1 %\r\u001B[K2 %\r\u001B[K\r\u001B[K3 %\r\u001B[K');
});

test('what fails leaves nothing of the line', async t => {
	const chunks: string[] = [];
	const errors = new Writable({
		write(chunk: Uint8Array, _encoding, done) {
			chunks.push(Buffer.from(chunk).toString());
			done();
		},
	});
	await t.throwsAsync(withProgress({errors, isWatched: true}, async ({show}) => {
		while (chunks.length === 0) {
			show('1 %');
			await setTimeout(5);
		}

		throw new Error('damaged');
	}), {message: 'damaged'});
	t.deepEqual(chunks, ['\r\u001B[K1 %', '\r\u001B[K']);
});

test('what is over in a moment is not told', async t => {
	t.is(await written(true, async line => {
		line.show('1 %');
		line.clear();
	}), '');
});

test('where nobody looks nothing is said', async t => {
	t.is(await written(false, async line => {
		await setTimeout(600);
		line.show('1 %');
		line.clear();
	}), '');
});

test('a part of nothing, and more than all', t => {
	t.is(percentText(0, 0), '0 %');
	t.is(percentText(999, 1000), '99 %');
	t.is(percentText(1001, 1000), '100 %');
	t.is(stepText({doing: 'hashing', done: 7, total: 100}), 'hashing 7 %');
	t.is(stepText({doing: 'extracted 7 files'}), 'extracted 7 files');
});
