import test from 'ava';
import {InputError} from '../../../source/archive/byte-source.js';
import {countText, openingMessage, placeText} from '../../../source/explorer/start/start-texts.js';
import {listedCheckpoint} from '../../support/listed-checkpoint.js';

const damage = new InputError('/srv/evidence/of/a/long/day/damaged.tar.zst', 'damaged zstd data', 12);

test('those that can\'t be opened are counted apart', t => {
	const [good, bad] = [listedCheckpoint('a.tar'), listedCheckpoint('b.tar', {problem: damage})];
	t.is(countText([]), '0 checkpoints on this node');
	t.is(countText([good]), '1 checkpoint on this node');
	t.is(countText([good, good, bad]), '2 checkpoints on this node, and 1 that can\'t be opened');
});

test('of what is too long, the end of a path and the reason stay', t => {
	t.is(placeText(listedCheckpoint('/srv/evidence/web.tar'), 40, '…').trimEnd(), '/srv/evidence/web.tar');
	t.is(placeText(listedCheckpoint('/srv/evidence/of/a/long/day/web.tar'), 20, '…'), '…/a/long/day/web.tar');
	t.is(placeText(listedCheckpoint('damaged.tar.zst', {problem: damage}), 60, '…'), '…/a/long/day/damaged.tar.zst: damaged zstd data (at byte 12)');
});

test('a path can\'t act on the terminal', t => {
	t.is(placeText(listedCheckpoint('/srv/\u001B[31mweb.tar'), 40, '…').trimEnd(), '/srv/␛[31mweb.tar');
	t.is(openingMessage({kind: 'opening', path: '/srv/\u001B[31mweb.tar'}, 80, '…')!.text, 'opening ␛[31mweb.tar');
});

test('while one is opened, it is said how far it was read', t => {
	const text = (state: Parameters<typeof openingMessage>[0], width = 80) => openingMessage(state, width, '…')?.text;
	t.is(text({kind: 'idle'}), undefined);
	t.is(text({kind: 'opening', path: '/srv/web.tar.zst', percent: 42}), 'opening web.tar.zst, 42 % read');
	t.is(text({kind: 'opening', path: '/srv/web.tar'}), 'opening web.tar');
	t.is(text({kind: 'opening', path: `/srv/${'w'.repeat(200)}`, percent: 0}), `opening ${'w'.repeat(33)}…, 0 % read`);
	t.deepEqual(openingMessage({kind: 'failed', error: new InputError('web.tar', 'the file is empty')}, 80, '…'), {text: 'web.tar: the file is empty', tone: 'danger'});
});
