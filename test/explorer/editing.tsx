/**
Typing over the memory of a real process in the whole explorer, and what is saved of it.
*/
import fs from 'node:fs';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {checkpointIn} from '../../source/checkpoint/checkpoint.js';
import {App} from '../../source/explorer/app.js';
import type {Terminal} from '../../source/explorer/terminal/terminal.js';
import {scratchFolder} from '../support/archives.js';
import {arriving} from '../support/arriving-archive.js';
import {undone} from '../support/edit-record.js';
import {editedCheckpoint} from '../support/edited-checkpoint.js';
import {fixture, plainTar} from '../support/fixtures.js';
import {copyOfFixture} from '../support/memory.js';
import {packedFixture} from '../support/packed-pages.js';
import {completeCheckpoint, openFixture} from '../support/open-fixture.js';
import {draw, keys} from '../support/screen.js';

const mark = 0x7f2f_986c_5ffan;
const segment = '7f2f986a5000';

/** The explorer of a checkpoint, in the hex pane of its first process at an address. */
async function opened(t: ExecutionContext, file: string, address = mark.toString(16)) {
	const checkpoint = await completeCheckpoint(file);
	const left: number[] = [];
	const copied: string[] = [];
	const terminal = {
		onMouse: () => () => undefined,
		leave(code: number) {
			left.push(code);
		},
		copy(text: string) {
			copied.push(text);
		},
	} as unknown as Terminal;
	const screen = draw(<App checkpoint={checkpoint} terminal={terminal}/>);
	t.teardown(() => {
		screen.unmount();
		checkpoint.close();
	});
	const text = () => screen.lines().join('\n');
	await screen.press(keys.tab, '8', 'g', ...address, keys.enter);
	return {...screen, text, footer: () => footerOf(screen.lines()), left, copied, checkpoint};
}

/** The last lines: a message may take some. */
function footerOf(lines: readonly string[]): string {
	return lines.slice(-3).join('');
}

type Screen = Awaited<ReturnType<typeof opened>>;

/** Saves under a name, and waits until that is done. */
async function saveAs({press, until}: Screen, name: string): Promise<void> {
	await press('w', '\u0015', ...name, keys.enter);
	await until(lines => / wrote |the checkpoint|exists/v.test(footerOf(lines)));
}

test.serial('what was typed over is saved as a new archive, which differs in these bytes and has its record', async t => {
	const screen = await opened(t, fixture('podman-zoo'));
	const {press, text, footer} = screen;
	const given = fs.readFileSync(fixture('podman-zoo'));
	await press('r', ...'6c6F');
	t.regex(text(), /7f2f986c5ffc {2}typing {2}2 bytes edited, not saved/v);
	t.regex(text(), /\[6c 6f\]4f 53 53 2d {2}│··loOSS-│/v);
	await press(keys.tab, ...'é!', keys.escape);
	t.regex(text(), /7f2f986c5fff {2}5 bytes edited, not saved/v);
	t.regex(text(), /\[6c 6f c3 a9 21\]2d {2}│··lo··!-│/v);

	const output = path.join(scratchFolder(), 'new.tar');
	await saveAs(screen, output);
	t.true(footer().includes(` wrote ${output}`), footer());
	t.regex(text(), /5 bytes edited, saved/v);
	t.deepEqual(fs.readFileSync(fixture('podman-zoo')), given);
	const {record, original} = undone(output);
	t.true(original.equals(fs.readFileSync(plainTar('podman-zoo'))));
	t.deepEqual(record.edits.map(({pid, address, before, after}) => [pid, address, before, after]), [[1, '0x7f2f986c5ffa', '43524f5353', '6c6fc3a921']]);

	const again = await opened(t, output);
	t.regex(again.text(), /6c 6f c3 a9 21 2d {2}│··lo··!-│/v);
	t.notRegex(again.text(), /edited/v);
});

test.serial('Backspace takes back what was typed last, u what is under the cursor or selected', async t => {
	const {press, text, footer} = await opened(t, fixture('podman-zoo'));
	await press('r', keys.backspace);
	t.regex(footer(), /nothing was typed that could be taken back/v);
	await press(...'0102030');
	t.regex(text(), /\[01 02 03 03\]53 2d/v);
	await press(keys.backspace, keys.backspace, keys.backspace);
	t.regex(text(), /7f2f986c5ffc {2}typing {2}2 bytes edited/v);
	t.regex(text(), /\[01 02\]4f 53 53 2d/v);
	await press('3', keys.escape, 'u');
	t.regex(footer(), /1 byte as in the dump again/v);
	t.regex(text(), /\[01 02\]4f 53 53 2d/v);
	await press('u');
	t.regex(footer(), /nothing was typed over here/v);
	await press('v', 'h', 'h', 'u');
	t.regex(footer(), /2 bytes as in the dump again/v);
	t.regex(text(), /43 52 4f 53 53 2d/v);
	t.notRegex(text(), /edited|undo|save edits/v);
});

test.serial('arrows move while typing, and a digit begins with the high one again', async t => {
	const {press, text, copied} = await opened(t, fixture('podman-zoo'));
	await press('r', 'f', keys.right, keys.right, 'f', keys.left, 'e', keys.escape);
	t.regex(text(), /\[f3 e2 ff\]53 53 2d/v);
	await press('l', 'v', 'h', 'h', 'y');
	t.is(copied[0], 'f3 e2 ff');
});

test.serial('how much is selected is told beside what is edited, however little room there is', async t => {
	const {press, text} = await opened(t, fixture('podman-zoo'));
	await press('r', ...'41', keys.escape, 'v', '}');
	t.regex(text(), /│7f2f987c5000 {2}1 (?:byte )?edited, .* 1,\d{3},\d{3} selected/v);
	await press(keys.escape);
	t.regex(text(), /│7f2f987c5000 {2}1 byte edited, not saved/v);
});

test.serial('a letter that is no digit is refused, and a paste is typed as a whole', async t => {
	const {press, text, footer} = await opened(t, fixture('podman-zoo'));
	await press('r', 'q');
	t.regex(footer(), /q is no hexadecimal digit: Tab leads to the column of text/v);
	await press('\u001B[200~41 xyz\u001B[201~');
	t.regex(footer(), /that is not all hexadecimal digits/v);
	await press(' ');
	t.notRegex(text(), /edited/v);
	await press('\u001B[200~de ad be ef\u001B[201~');
	t.regex(text(), /7f2f986c5ffe {2}typing {2}4 bytes edited/v);
	t.regex(text(), /\[de ad be ef\]53 2d/v);
	await press(keys.backspace);
	t.regex(text(), /43 52 4f 53 53 2d/v);
});

test.serial('what the dump has no bytes of is refused at once, with the reason', async t => {
	const {press, text, footer, checkpoint} = await opened(t, fixture('podman-zoo'));
	const {memory} = checkpoint.process(1)!;
	for (const [presence, reason] of [['zero', /the page was never touched/v], ['file', /as it is in the file that is mapped there/v], ['never-dumped', /of a kind that CRIU never dumps/v], ['unmapped', /no mapping of the process has this address/v]] as const) {
		const {start} = Iterator.from(memory.runs(memory.vmas.at(0).start, 1n << 64n)).find(run => run.presence === presence)!;
		// One goes to mapped addresses, and on from there.
		await press('g', ...(presence === 'unmapped' ? start - 1n : start).toString(16), keys.enter, ...(presence === 'unmapped' ? ['l'] : []), 'r', '5');
		t.regex(footer(), reason);
		await press(keys.tab, 'x');
		t.regex(footer(), reason);
		await press(keys.tab, keys.escape);
	}

	t.notRegex(text(), /edited/v);
});

test.serial('a reason that is too long for the last line is told in full, over what is above, until the next key', async t => {
	const {press, lines, footer} = await opened(t, fixture('raw-chain-mixed'), '237edd50');
	const before = lines();
	await press('r', '4');
	t.regex(lines().slice(-2).join(''), /^ the page is in pre-dump\/pages-1\.img, .* would change that dump too$/v);
	t.is(lines().length, before.length);
	await press(keys.escape);
	t.deepEqual(lines(), before);
	await press('w');
	t.notRegex(footer(), /would change/v);
});

test.serial('bytes that others read too are saved only when that is agreed to', async t => {
	const screen = await opened(t, fixture('podman-zoo'), segment);
	const {press, text, footer} = screen;
	await press('r', ...'ffee', keys.escape, 'w');
	t.regex(text().replaceAll(/\s+/gv, ' '), /2 bytes of shared memory, which process 6 at 0x7f2f986a5000 reads too: changed for all that share it\?/v);
	t.regex(footer(), /yes +Esc no/v);
	await press('n');
	t.notRegex(text(), /reads too|write to/v);
	await press('w', 'y');
	t.regex(text(), /write to zoo-edited\.tar +Edited copy, 2 bytes changed/v);
	await press(keys.escape);
	const output = path.join(scratchFolder(), 'new.tar');
	await press('w', 'y', '\u0015', ...output, keys.enter);
	await screen.until(lines => footerOf(lines).includes(' wrote '));
	const {record, original} = undone(output);
	t.true(original.equals(fs.readFileSync(plainTar('podman-zoo'))));
	t.deepEqual(record.edits.map(({pid, also_at: others}) => [pid, others]), [[1, [{pid: 6, address: `0x${segment}`}]]]);
	await press(':', ...'pid 6', keys.enter, '8', 'g', ...segment, keys.enter);
	t.regex(text(), /\[ff ee\]/v);
	t.regex(text(), /2 bytes edited in other processes, saved/v);
});

test.serial('of a process whose memory is lost it is said before saving that it may read the bytes too', async t => {
	const {press, text} = await opened(t, editedCheckpoint('podman-zoo', {'checkpoint/mm-6.img': undefined}));
	await press('r', 'f', keys.escape, 'w');
	t.regex(text().replaceAll(/\s+/gv, ' '), /mm-6\.img: missing: whether the process has these bytes too is not known/v);
});

test.serial('edits stay while other tabs and processes are looked at, and all of them are saved at once', async t => {
	const screen = await opened(t, fixture('podman-zoo'));
	const {press, text, checkpoint} = screen;
	const {start} = Iterator.from(checkpoint.process(7)!.memory.runs(0n, 1n << 64n)).find(({presence}) => presence === 'dumped')!;
	await press('r', ...'00', keys.escape, '1', '8');
	t.regex(text(), /\[00\]52 4f/v);
	await press(':', ...'pid 7', keys.enter, '8', 'g', ...start.toString(16), keys.enter);
	t.regex(text(), /1 byte edited in other processes, not saved/v);
	await press('r', ...'5a', keys.escape);
	t.regex(text(), /1 byte edited, not saved/v);
	const output = path.join(scratchFolder(), 'new.tar');
	await saveAs(screen, output);
	t.deepEqual(undone(output).record.edits.map(({pid, after}) => [pid, after]), [[1, '00'], [7, '5a']]);
});

test.serial('the evidence is not written over, nor what is there', async t => {
	const plain = plainTar('podman-zoo');
	const before = fs.readFileSync(plain);
	const screen = await opened(t, plain);
	await screen.press('r', ...'00', keys.escape);
	await saveAs(screen, plain);
	t.regex(screen.footer(), /is the checkpoint, which is only read/v);
	await screen.press(keys.escape);
	const there = path.join(scratchFolder(), 'there.tar');
	fs.writeFileSync(there, 'kept');
	await saveAs(screen, there);
	t.regex(screen.footer(), /exists already, and nothing is written over/v);
	t.regex(screen.text(), /1 byte edited, not saved/v);
	t.is(fs.readFileSync(there, 'utf8'), 'kept');
	t.deepEqual(fs.readdirSync(path.dirname(there)), ['there.tar']);
	t.true(fs.readFileSync(plain).equals(before));
});

test.serial('a directory is saved as a directory', async t => {
	const folder = copyOfFixture('podman-zoo');
	const screen = await opened(t, folder);
	await screen.press('r', ...'00', keys.escape, 'w');
	t.regex(screen.text(), /write to zoo-edited /v);
	await screen.press(keys.escape);
	const output = path.join(scratchFolder(), 'new');
	await saveAs(screen, output);
	const pages = path.join('checkpoint', 'pages-3.img');
	const [was, is] = [folder, output].map(place => fs.readFileSync(path.join(place, pages))) as [Buffer, Buffer];
	t.deepEqual([...was.keys()].filter(index => was[index] !== is[index]), [3_223_546]);
	const listed = (place: string) => fs.readdirSync(place, {recursive: true, encoding: 'utf8'}).toSorted();
	t.deepEqual(listed(output), [...listed(folder), 'cryoscope-edit-1.json'].toSorted());
});

test.serial('leaving without saving is asked about once, and Ctrl-C leaves at once', async t => {
	const {press, footer, left} = await opened(t, fixture('podman-zoo'));
	await press('r', ...'00', keys.escape, 'q');
	t.regex(footer(), /press q again: 1 edited byte is not saved \(w or :save-edits saves\)/v);
	t.deepEqual(left, []);
	await press('j', 'q');
	t.regex(footer(), /press q again/v);
	t.deepEqual(left, []);
	await press('q');
	t.deepEqual(left, [0]);
	await press('\u0003');
	t.deepEqual(left, [0, 130]);
});

test.serial('without edits, or when they are saved or undone, q leaves', async t => {
	const screen = await opened(t, fixture('podman-zoo'));
	await screen.press('r', ...'00', keys.escape);
	await saveAs(screen, path.join(scratchFolder(), 'new.tar'));
	await screen.press('q');
	t.deepEqual(screen.left, [0]);
	await screen.press('r', ...'00', keys.escape, 'q');
	t.deepEqual(screen.left, [0]);
	await screen.press('u', 'h', 'u', 'q');
	t.deepEqual(screen.left, [0, 0]);
	await screen.press('h', 'u', 'q');
	t.deepEqual(screen.left, [0, 0, 0]);
});

test.serial('an image of the OCI and compressed pages are not typed over', async t => {
	const image = await opened(t, fixture('podman-image.oci.tar'), '422000');
	await image.press('r', ...'00');
	t.regex(image.footer(), /is an OCI image/v);
	t.notRegex(image.text(), /typing|edited/v);
	const packed = packedFixture('raw-plain', 1);
	const found = await completeCheckpoint(packed);
	const {pid, memory} = found.processes.find(({hasMemory}) => hasMemory)!;
	const {start} = Iterator.from(memory.runs(0n, 1n << 64n)).find(({presence}) => presence === 'dumped')!;
	found.close();
	const pages = await opened(t, packed, '0');
	await pages.press(':', ...`pid ${pid}`, keys.enter, '8', 'g', ...start.toString(16), keys.enter, 'r', '0');
	t.regex(pages.footer(), /in a file of compressed pages/v);
});

test.serial('while the checkpoint is still being decompressed, nothing is typed over', async t => {
	const archive = await arriving(plainTar('podman-zoo'));
	const last = [...(await openFixture('podman-zoo')).members()].at(-2)!;
	archive.come(last.key);
	const screen = draw(<App checkpoint={checkpointIn(archive)} terminal={{onMouse: () => () => undefined} as unknown as Terminal}/>);
	t.teardown(screen.unmount);
	await screen.press(keys.tab, '8', 'g', ...mark.toString(16), keys.enter, 'r', '0');
	t.regex(screen.lines().join('\n'), /43 52 4f 53 53 2d/v);
	t.regex(screen.lines().at(-1)!, /the checkpoint is still being decompressed/v);
	t.notRegex(screen.lines().join('\n'), /typing/v);
});
