import fs from 'node:fs';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {Mouse} from '../../source/explorer/terminal/mouse.js';
import {temporaryFolder} from '../support/fixtures.js';

/** A mouse, and whether the last that was written for it lets the terminal report. */
function mouseIn(t: ExecutionContext): {readonly mouse: Mouse; isReported(): boolean} {
	const file = path.join(temporaryFolder(), 'terminal');
	const fd = fs.openSync(file, 'w');
	t.teardown(() => {
		fs.closeSync(fd);
	});
	return {
		mouse: new Mouse(fd),
		isReported() {
			const written = fs.readFileSync(file, 'latin1');
			return written.lastIndexOf('\u001B[?1000h') > written.lastIndexOf('\u001B[?1000l');
		},
	};
}

test('reports go on after the terminal was another\'s, though it was released twice at once', t => {
	const {mouse, isReported} = mouseIn(t);
	mouse.set(true);
	const takeBack = [mouse.release(), mouse.release()];
	t.false(isReported());
	takeBack[0]!();
	t.false(isReported());
	takeBack[1]!();
	t.true(isReported());
});

test('what was switched while the terminal was another\'s holds when it is ours again', t => {
	const {mouse, isReported} = mouseIn(t);
	const takeBack = mouse.release();
	mouse.set(true);
	t.false(isReported());
	takeBack();
	t.true(isReported());
	mouse.release();
	mouse.set(false);
	t.false(isReported());
});
