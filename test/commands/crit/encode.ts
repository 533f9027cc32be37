import test from 'ava';
import {attempt} from '../../../source/archive/attempt.js';
import {InputError} from '../../../source/archive/byte-source.js';
import {memorySource} from '../../../source/archive/memory-source.js';
import {parseExactJson} from '../../../source/checkpoint/json-file.js';
import {encode} from '../../../source/commands/crit/encode.js';
import {imageFromJson, imageToJson} from '../../../source/commands/crit/image-json.js';
import {jsonText} from '../../../source/writing/json-text.js';
import {readWholeImage} from '../../../source/commands/crit/whole-image.js';
import {readImage} from '../../../source/criu/image.js';
import {bytesOfPieces} from '../../../source/criu/write-image.js';
import {decoded, encoded, streams} from '../../support/crit.js';
import {fixtureFiles} from '../../support/fixtures.js';
import {imageOf, word} from '../../support/image-file.js';
import {contentOf, framedImages} from '../../support/image-files.js';
import {madeImages} from '../../support/made-images.js';

const [pstree, padded, unknown] = [
	imageOf('PSTREE', [{type: 'pstree_entry', values: {pid: 1, ppid: 0, pgid: 1, sid: 1, threads: [1]}}]),
	imageOf('IPCNS_SEM', [{type: 'ipc_sem_entry', values: {desc: {key: 1, uid: 0, gid: 0, cuid: 0, cgid: 0, mode: 0, id: 0}, nsems: 1}, extra: Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 9)}]),
	Buffer.concat([imageOf('STATS', []).subarray(0, 4), word(0x1234_5678), word(3), Buffer.from('abc'), word(0)]),
];

const [semaphoresJson, socketsJson, queuesJson, segmentsJson] = await Promise.all([
	padded,
	madeImages['UNIX sockets with odd names']!,
	madeImages['message queues, padded and not']!,
	madeImages['shared memory with its content in pagemaps']!,
].map(async image => decoded(image))) as [string, string, string, string];

for (const fixture of fixtureFiles) {
	test(`every image of ${fixture} comes back from its JSON, pretty or not`, async t => {
		for (const file of await framedImages(fixture)) {
			const image = contentOf(file);
			for (const pretty of [false, true]) {
				const json = await decoded(image, {pretty});
				t.false(json.includes('"$'), file.name);
				t.true((await encoded(json)).equals(image), file.name);
			}
		}
	});
}

for (const [name, image] of Object.entries(madeImages)) {
	test(`${name}: it comes back from its JSON, pretty or not`, async t => {
		for (const pretty of [false, true]) {
			t.deepEqual(await encoded(await decoded(image, {pretty})), Buffer.from(image));
		}
	});
}

test('images that CRIU doesn\'t write come back from their JSON', async t => {
	for (const image of [pstree.subarray(4), padded, unknown]) {
		t.deepEqual(await encoded(await decoded(image)), Buffer.from(image));
	}
});

/** Whether an image comes back from its JSON; undefined when it can't be decoded. */
function comesBack(image: Uint8Array): boolean | undefined {
	const source = memorySource(image);
	const decodedImage = attempt(() => readWholeImage({name: 'changed', source}));
	if (decodedImage.state !== 'ready') {
		return undefined;
	}

	const json = [...jsonText(imageToJson(decodedImage.value, source, {pretty: false, hidePayload: false}))].join('');
	return Buffer.concat([...bytesOfPieces(imageFromJson(parseExactJson(Buffer.from(json), 'json'), 'json'))]).equals(image);
}

test('whatever can be decoded comes back from its JSON, with any byte of it changed', async t => {
	const lost = [];
	let count = 0;
	const files = (await framedImages('podman-zoo')).filter(({directory, name}) => directory.source(name)!.size < 300);
	for (const file of files) {
		const image = contentOf(file);
		for (let position = 0; position < image.length; position++) {
			for (const value of [0, 1, 0x0f, 0x7f, 0x80, 0xff]) {
				const changed = Uint8Array.from(image);
				changed[position] = value;
				const result = comesBack(changed);
				count += result === undefined ? 0 : 1;
				if (result === false) {
					lost.push(`${file.name}, byte ${position} changed to ${value}`);
				}
			}
		}
	}

	t.deepEqual(lost, []);
	t.true(count > 1000);
});

const edit = async (image: Uint8Array, change: (json: string) => string) => encoded(change(await decoded(image)));

test('an edited entry is written anew, whatever bytes it came in', async t => {
	const [first, edited] = [decodedSemaphores(padded), decodedSemaphores(await edit(padded, json => json.replace('"extra": [1]', '"extra": [2]')))];
	t.deepEqual([first, edited], [{values: [1], padding: 9}, {values: [2], padding: 0}]);
});

function decodedSemaphores(image: Uint8Array): unknown {
	const [entry] = readImage(memorySource(image), '').entries;
	return entry?.type === 'ipc_sem_entry' && {values: entry.extra, padding: image.at(-1)};
}

test('fields may be edited, also as another tool writes them', async t => {
	const pid = async (written: string) => {
		const [entry] = readImage(memorySource(await edit(pstree, json => json.replace('"pid": 1', () => `"pid": ${written}`))), '').entries;
		return entry?.type === 'pstree_entry' && entry.message.pid;
	};

	t.is(await pid('4294967295'), 4_294_967_295);
	t.is(await pid('"12"'), 12);
	t.is(await pid('"0xC"'), 12);
});

test('keys may stand in any order, and lists may be empty', async t => {
	t.deepEqual(await encoded('{"entries": [{"threads": [], "ppid": 0, "pid": 1}], "magic": "PSTREE"}'), await encoded('{"magic": "PSTREE", "entries": [{"pid": 1, "ppid": 0}]}'));
});

test('a string may hold any character', async t => {
	const name = (image: Uint8Array) => {
		const [entry] = readImage(memorySource(image), '').entries;
		return entry?.type === 'utsns_entry' && Buffer.from(entry.message.nodename.bytes);
	};

	const image = await encoded('{"magic": "UTSNS", "entries": [{"nodename": "\u{e9}\\u00e9\\ud83d\\ude00\\udcff\\u0000", "domainname": ""}]}');
	t.deepEqual(name(image), Buffer.concat([Buffer.from('\u{e9}\u{e9}\u{1f600}'), Uint8Array.of(0xff, 0)]));
});

const inPstree = (fields: string) => `{"magic": "PSTREE", "entries": [{"pid": 1, "ppid": 0, "pgid": 1, "sid": 1}, {${fields}}]}`;

const inFile = (fields: string) => `{"magic": "REG_FILES", "entries": [{"id": 1, "flags": 0, "pos": 0, "fown": {"uid": 0, "euid": 0, "signum": 0, "pid_type": 0, "pid": 0}, ${fields}}]}`;

const refused: ReadonlyArray<readonly [what: string, json: string, message: string]> = [
	['JSON that is cut off', '{"magic": "PSTREE", "entries": [', 'not valid JSON'],
	['no JSON at all', 'magic', 'not valid JSON'],
	['an image', pstree.toString(), 'an image (PSTREE) already: JSON expected'],
	['JSON that is no object', '[]', 'an object expected'],
	['an object that is no image', '{"a": 1}', 'a: an image has no such key'],
	['no magic', '{"entries": []}', 'magic: a string expected'],
	['an unknown magic', '{"magic": "PSTREES", "entries": []}', 'magic: no image has a magic of this name'],
	['a raw image', '{"magic": "PAGES", "entries": []}', 'magic: these images have no magic and no entries'],
	['no entries', '{"magic": "PSTREE"}', 'entries: a list expected'],
	['an entry that is no object', '{"magic": "PSTREE", "entries": [7]}', 'entries[0]: an object expected'],
	['an unknown byte order', '{"magic": "PSTREE", "$order": "middle", "entries": []}', '$order: "little" or "big" expected'],
	['an unknown head word', '{"magic": "PSTREE", "$head": "x", "entries": []}', '$head: "IMG_COMMON" or "IMG_SERVICE" or "none" expected'],
	['a missing field', inPstree('"pid": 1'), 'entries[1].ppid: missing, but pstree_entry requires it'],
	['an unknown field', inPstree('"ppid": 0, "name\\u001b": 1'), 'entries[1].name␛: pstree_entry has no such field'],
	['a payload where there is none', inPstree('"ppid": 0, "extra": ""'), 'entries[1].extra: nothing follows a pstree_entry'],
	['a number out of range', inPstree('"ppid": 4294967296'), 'entries[1].ppid: 4294967296 is not between 0 and 4294967295'],
	['a negative number without a sign in the image', inPstree('"ppid": -1'), 'entries[1].ppid: -1 is not between 0 and 4294967295'],
	['a number with a fraction', inPstree('"ppid": 1.5'), 'entries[1].ppid: an integer expected'],
	['a text that is no number', inPstree('"ppid": "one\\u0007"'), 'entries[1].ppid: a number expected, not "one␇"'],
	['nothing in place of a number', inPstree('"ppid": null'), 'entries[1].ppid: an integer expected'],
	['a number in place of a list', inPstree('"ppid": 0, "threads": 1'), 'entries[1].threads: a list expected'],
	['a wrong item of a list', inPstree('"ppid": 0, "threads": [1, "x"]'), 'entries[1].threads[1]: a number expected, not "x"'],
	['a number in place of a string', inFile('"name": 1'), 'entries[0].name: a string expected'],
	['a string with half a character', inFile('"name": "\\ud800"'), 'entries[0].name: not text'],
	['a number in place of yes or no', inFile('"name": "", "ext": 1'), 'entries[0].ext: true or false expected'],
	['an unknown flag', inFile('"name": "", "mnt_id": "O_RDWR"'), 'entries[0].mnt_id: a number expected, not "O_RDWR"'],
	['a signed number out of range', inFile('"name": "", "mnt_id": 2147483648'), 'entries[0].mnt_id: 2147483648 is not between -2147483648 and 2147483647'],
	['a number of 64 bits out of range', inFile('"name": "", "size": 18446744073709551616'), 'entries[0].size: 18446744073709551616 is not between 0 and 18446744073709551615'],
	['a wrong field of a nested message', inFile('"name": "", "fown": {"uid": 0}'), 'entries[0].fown.euid: missing, but fown_entry requires it'],
	['an unknown name of an enum\'s value', '{"magic": "FDINFO", "entries": [{"id": 1, "flags": 0, "type": "REGULAR", "fd": 1}]}', 'entries[0].type: the name of a value expected, not "REGULAR"'],
	['a payload that is no base64', '{"magic": "PIPES_DATA", "entries": [{"pipe_id": 1, "bytes": 3, "extra": "... <3B>"}]}', 'entries[0].extra: not base64'],
	['a payload that is cut off', '{"magic": "PIPES_DATA", "entries": [{"pipe_id": 1, "bytes": 3, "extra": "YWJ"}]}', 'entries[0].extra: not base64'],
	['a payload with more behind its end', '{"magic": "PIPES_DATA", "entries": [{"pipe_id": 1, "bytes": 1, "extra": "YQ==YQ=="}]}', 'entries[0].extra: not base64'],
	['a payload of another length', '{"magic": "PIPES_DATA", "entries": [{"pipe_id": 1, "bytes": 3, "extra": "YQ=="}]}', 'entries[0]: 1 bytes follow, but its bytes is 3'],
	['a name that is not ASCII', socketsJson.replace('=2E', '\u{e9}'), 'entries[3].name: not quoted-printable'],
	['a name that is not quoted-printable', socketsJson.replace('=2E', '=2'), 'entries[3].name: not quoted-printable'],
	['a field of a newer CRIU that is none', '{"magic": "PAGEMAP", "entries": [{"pages_id": 1, "$unknown": ["CA=="]}]}', 'entries[0].$unknown[0]: not one whole field'],
	['an entry of an unknown image that is none', '{"magic": "0x12345678", "entries": [{"$bytes": "YWJj"}]}', 'entries[0].$bytes: not a size and a message of that size'],
	['an entry of an unknown image with fields', '{"magic": "0x12345678", "entries": [{"$bytes": "AAAAAA==", "pid": 1}]}', 'entries[0].pid: an entry of an unknown image has no such key'],
	['a semaphore beyond 16 bits', semaphoresJson.replace('[1]', '[65536]'), 'entries[0].extra[0]: 65536 is not between 0 and 65535'],
	['a message of a queue without its content', queuesJson.replace(', "MTIzNDU2Nzg5\\n"', ''), 'entries[0].extra[4]: no content follows this message'],
	['a payload that should be in a pagemap', segmentsJson.replace('""', '"YQ=="'), 'entries[0].extra: a payload, but the message says that the content is elsewhere'],
];

for (const [what, json, reason] of refused) {
	test(`${what} can't be encoded, and nothing is written`, async t => {
		const {message} = await t.throwsAsync(encoded(json), {instanceOf: InputError});
		t.is(message, `standard input: ${reason}`);
	});
}

test('a large payload is encoded', async t => {
	const content = Buffer.alloc(20_000_000, 'removed ');
	const image = imageOf('GHOST_FILE', [{type: 'ghost_file_entry', values: {uid: 0, gid: 0, mode: 0}, extra: content}]);
	t.true((await encoded(await decoded(image))).equals(image));
});

test('bytes that are not UTF-8 are no JSON', async t => {
	await t.throwsAsync(encode({}, streams(Uint8Array.of(0x22, 0xff, 0x22))), {message: 'standard input: not valid JSON: it is not UTF-8'});
});
