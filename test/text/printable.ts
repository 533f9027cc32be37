import test from 'ava';
import {Untrusted} from '../../source/text/untrusted.js';

test('escape codes become visible', t => {
	t.is(String(Untrusted.from('\u001B[31mevil\u001B[0m')), '␛[31mevil␛[0m');
});
