import {execFileSync} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {InputError} from '../../source/archive/byte-source.js';
import {RootFolder} from '../../source/forensics/root-folder.js';
import {Untrusted} from '../../source/text/untrusted.js';
import {scratchFolder} from '../support/archives.js';

function rootWith(make: (folder: string) => void): (file: string | Buffer) => string | undefined {
	const outer = scratchFolder();
	const folder = path.join(outer, 'root');
	fs.mkdirSync(folder);
	fs.writeFileSync(path.join(outer, 'secret'), 'outside');
	make(folder);
	const root = new RootFolder(folder);
	return file => {
		const found = root.file(typeof file === 'string' ? Untrusted.from(file) : new Untrusted(file));
		return found && path.relative(fs.realpathSync(folder), found.path.toString());
	};
}

test('links lead on within the folder, and never out of it', t => {
	const find = rootWith(folder => {
		fs.mkdirSync(path.join(folder, 'usr/lib'), {recursive: true});
		fs.writeFileSync(path.join(folder, 'usr/lib/libc.so'), 'libc');
		fs.writeFileSync(path.join(folder, 'secret'), 'inside');
		fs.symlinkSync('usr/lib', path.join(folder, 'lib'));
		fs.symlinkSync('/usr/lib/libc.so', path.join(folder, 'absolute'));
		fs.symlinkSync('../../../../../secret', path.join(folder, 'usr/lib/up'));
		fs.symlinkSync(path.join(folder, '..', 'secret'), path.join(folder, 'out'));
		fs.symlinkSync('loop', path.join(folder, 'loop'));
		fs.symlinkSync('usr/nothing', path.join(folder, 'dangling'));
	});
	for (const [file, found] of [
		['/usr/lib/libc.so', 'usr/lib/libc.so'],
		['//usr/./lib//libc.so', 'usr/lib/libc.so'],
		['/lib/libc.so', 'usr/lib/libc.so'],
		['/lib/../lib/libc.so', 'usr/lib/libc.so'],
		['/absolute', 'usr/lib/libc.so'],
		['/lib/up', 'secret'],
		['/../../secret', 'secret'],
		['/out', undefined],
		['/loop', undefined],
		['/loop/libc.so', undefined],
		['/dangling', undefined],
		['/secret/below', undefined],
		['/usr', undefined],
		['/', undefined],
		['', undefined],
	] as const) {
		t.is(find(file), found, file);
	}
});

test('only regular files count, and names are bytes', t => {
	const name = Buffer.from('/\u00FF\u00FE', 'latin1');
	const find = rootWith(folder => {
		execFileSync('mkfifo', [path.join(folder, 'fifo')]);
		fs.writeFileSync(Buffer.concat([Buffer.from(folder), name]), 'bytes');
	});
	t.is(find('/fifo'), undefined);
	t.not(find(name), undefined);
	t.is(find('/a\0b'), undefined);
});

test('what is no folder is refused', t => {
	const file = path.join(scratchFolder(), 'file');
	fs.writeFileSync(file, '');
	t.throws(() => new RootFolder(file), {instanceOf: InputError, message: `${file}: is no folder`});
	t.throws(() => new RootFolder(`${file}.none`), {instanceOf: InputError, message: `${file}.none: no such file or directory`});
});
