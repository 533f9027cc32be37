import test from 'ava';
import {DetailDialog} from '../../source/explorer/components/detail-dialog.js';
import type {Detail} from '../../source/explorer/pane.js';
import {Untrusted} from '../../source/text/untrusted.js';
import {draw, recordServices} from '../support/screen.js';

const nothing = () => undefined;

/** What stands in a window of this width, without its borders. */
function window(fields: Detail['fields'], width: number) {
	const services = recordServices();
	const {lines, press, unmount} = draw(<DetailDialog detail={{title: 'Row', fields}} width={width} height={24} services={services} onClose={nothing}/>);
	const content = lines().slice(1, -1).map(line => line.slice(2, -1).trimEnd());
	return {content: content.slice(0, content.findLastIndex(line => line !== '') + 1), services, press, unmount};
}

test('a long value is broken between its words', t => {
	const {content, unmount} = window([{name: 'Problem', value: 'which of the parent images there are is not known'}], 30);
	t.deepEqual(content, ['Problem', 'which of the parent images', 'there are is not known']);
	unmount();
});

test('what a value is made of stands in lines of its own, and is copied so', async t => {
	const {content, services, press, unmount} = window([{name: 'FD', value: '3'}, {name: 'Detail', value: ['watches 2', Untrusted.from('fd 7 pipe\u001B[m')]}], 60);
	t.deepEqual(content, ['FD  3', 'Detail', 'watches 2', 'fd 7 pipe␛[m']);
	await press('y');
	t.deepEqual(services.copied, ['FD: 3\nDetail: watches 2\nfd 7 pipe␛[m']);
	unmount();
});

test('many short parts stand in columns', t => {
	const registers = Array.from({length: 9}, (_, index) => `r${index + 6}=${String(index).repeat(8)}`);
	const {content, unmount} = window([{name: 'Registers', value: registers}], 50);
	t.deepEqual(content, ['Registers', 'r6=00000000   r9=33333333   r12=66666666', 'r7=11111111   r10=44444444  r13=77777777', 'r8=22222222   r11=55555555  r14=88888888']);
	unmount();
	const narrow = window([{name: 'Registers', value: registers}], 26);
	t.is(narrow.content.length, 10);
	narrow.unmount();
});
