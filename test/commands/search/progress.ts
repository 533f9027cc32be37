import {Writable} from 'node:stream';
import test from 'ava';
import {SearchProgress} from '../../../source/commands/search/progress.js';
import {processTerminal} from '../../../source/commands/terminal.js';

function shownTo(isWatched: boolean, work: (progress: SearchProgress) => void): string {
	let text = '';
	const errors = new Writable({
		write(chunk: Uint8Array, _encoding, done) {
			text += Buffer.from(chunk).toString();
			done();
		},
	});
	work(new SearchProgress({...processTerminal(process), errors, isWatched}));
	return text;
}

test('how far a search is, in one line that is gone when something else is said', t => {
	t.is(shownTo(true, progress => {
		progress.show(512, 1024, 1234);
		progress.clear();
		progress.clear();
	}), '\rsearching 50 %, 1,234 found\u001B[K\r\u001B[K');
});

test('nobody looks: nothing is said', t => {
	t.is(shownTo(false, progress => {
		progress.show(1, 2, 0);
		progress.clear();
	}), '');
});
