import test from 'ava';
import {fixture} from '../support/fixtures.js';
import {launch} from '../support/pty.js';

// The main job, from end to end: a person opens a frozen container and finds what was hidden in it.

for (const [columns, rows] of [[80, 24], [120, 40], [200, 60]] as const) {
	test(`a walk through podman-zoo at ${columns}x${rows}`, async t => {
		const session = launch(t, [fixture('podman-zoo')], {columns, rows});
		const seen: string[] = [];
		const see = async (wanted: string | RegExp) => {
			await session.waitFor(wanted);
			// A screen may come in several pieces.
			const screen = await session.settle();
			seen.push(screen);
			return screen;
		};

		await see('▾ 1 python3');
		t.true(session.isAlternateScreen);

		// Down to pid 7: its arguments would colour the terminal, if they could.
		session.send('jjj');
		await see(/7 ␛\[31mevil/);
		session.send('2');
		const args = await see(/Argument[\s\S]*tab␉here/);
		for (const argument of ['␛[31mevil␛[0m', 'import time␊time.sleep(10000)', '日本語', 'tab␉here']) {
			t.true(args.includes(argument), argument);
		}

		session.send('3');
		const environment = await see('AKIAIOSFODNN7EXAMPLE');
		t.true(environment.includes('␛]0;pwned␇'));
		t.true(environment.includes('line1␊line2'));

		// Back in the tree, up to pid 1.
		session.send('\u001B');
		session.send('g4');
		await see('/tmp/zoo/regular.txt');
		session.send('5');
		const sockets = await see('UNIX DGRAM');
		t.true(sockets.includes('[::1]:5354'));

		session.send('8');
		await see('/ search');
		session.send('/');
		await see(/│\/.* text│/);
		session.send('\t\t');
		await see(/│\/.* UTF-16│/);
		session.send('Utf16Secret');
		const landed = await see(/7f2f986c5064\b/);
		t.regex(landed, /U·t·|1 match|1 of 1/);
		session.send('\r');
		await see(/1 of 1/);

		// The bar keeps the way of searching; on to any case, bytes, expressions, and round to text.
		session.send('/');
		await see(/│\/.* UTF-16│/);
		session.send('\t'.repeat(4));
		await see(/│\/.* text│/);
		session.send('CROSS-PAGE-BOUNDARY-MARK');
		const crossed = await see(/7f2f986c5ffa\b/);
		t.regex(crossed, /CROSS-/);
		t.regex(crossed, /PAGE-BOU/);
		session.send('\r');
		await see(/\d of \d/);

		session.send('q');
		t.is((await session.exited).exitCode, 0);
		t.false(session.isAlternateScreen);
		t.true(session.areModesRestored);

		// Nothing that was drawn could act: the terminal's title is as it was, and no escape of the suspect's arrived.
		t.false(session.written().includes('pwned\u0007'));
		t.false(session.written().includes('\u001B[31mevil'));
		t.true(seen.length > 8);
	});
}
