import test from 'ava';
import {detectCapabilities, whyNotInteractive} from '../../source/explorer/terminal/capabilities.js';

test('the first locale variable that is set decides whether there is Unicode', t => {
	t.is(detectCapabilities({LANG: 'en_US.UTF-8'}).charset, 'unicode');
	t.is(detectCapabilities({LANG: 'C.utf8'}).charset, 'unicode');
	t.is(detectCapabilities({LANG: 'en_US.UTF-8', LC_ALL: 'C'}).charset, 'ascii');
	t.is(detectCapabilities({LANG: 'C', LC_CTYPE: 'ja_JP.UTF-8'}).charset, 'unicode');
	t.is(detectCapabilities({LANG: 'en_US.UTF-8', LC_ALL: ''}).charset, 'unicode');
	t.is(detectCapabilities({}).charset, 'ascii');
});

test('NO_COLOR counts when it is not empty', t => {
	t.false(detectCapabilities({NO_COLOR: '1'}).color);
	t.true(detectCapabilities({NO_COLOR: ''}).color);
	t.false(detectCapabilities({TERM: 'vt100'}).color);
	t.true(detectCapabilities({TERM: 'xterm-256color'}).color);
});

test('a pipe and TERM=dumb have their reasons', t => {
	t.is(whyNotInteractive({TERM: 'xterm'}, true, true), undefined);
	t.regex(whyNotInteractive({TERM: 'xterm'}, false, true) ?? '', /input is not a terminal/);
	t.regex(whyNotInteractive({TERM: 'xterm'}, true, false) ?? '', /output is not a terminal/);
	t.regex(whyNotInteractive({TERM: 'dumb'}, true, true) ?? '', /dumb/);
});
