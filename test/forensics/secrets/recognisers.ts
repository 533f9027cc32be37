/**
What each recogniser takes for a secret, and what it does not. Keys are made here, from parts: none was ever issued.
*/
import {generateKeyPairSync} from 'node:crypto';
import test from 'ava';
import {azure} from '../../../source/forensics/secrets/azure.js';
import {cardNumber} from '../../../source/forensics/secrets/card-number.js';
import {httpHeaders} from '../../../source/forensics/secrets/http-headers.js';
import {issuedKeys} from '../../../source/forensics/secrets/issued-keys.js';
import {jwt} from '../../../source/forensics/secrets/jwt.js';
import {privateKey} from '../../../source/forensics/secrets/private-key.js';
import {urlPassword} from '../../../source/forensics/secrets/url-password.js';
import {secretVariable} from '../../../source/forensics/secrets/variable.js';
import {keyOf, secretsOf} from '../../support/secrets.js';

const reference = (variable: string) => ['$', '{', variable, '}'].join('');

const base64 = (value: unknown) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

function pem(type: 'rsa' | 'ec' | 'ed25519'): string {
	const format = {type: 'pkcs8', format: 'pem'} as const;
	const pairs = {
		rsa: () => generateKeyPairSync('rsa', {modulusLength: 4096}),
		ec: () => generateKeyPairSync('ec', {namedCurve: 'P-256'}),
		ed25519: () => generateKeyPairSync('ed25519'),
	};
	return pairs[type]().privateKey.export(format) as string;
}

test('private keys: whole, cut short, with line ends as JSON has them, and as UTF-16', t => {
	for (const type of ['rsa', 'ec', 'ed25519'] as const) {
		const key = pem(type).trimEnd();
		const found = [['private key', 'PRIVATE KEY', key]];
		t.deepEqual(secretsOf(privateKey, `\0${key}\n\0`), found);
		t.deepEqual(secretsOf(privateKey, Buffer.from(`{${key}`, 'utf16le')), found);
		t.deepEqual(secretsOf(privateKey, JSON.stringify({key})).map(([, , value]) => value), [JSON.stringify(key).slice(1, -1)]);
		t.deepEqual(secretsOf(privateKey, key.slice(0, -40) + '\0').map(([, , value]) => value), [key.slice(0, -40).trimEnd()]);
	}

	const ssh = `-----BEGIN OPENSSH PRIVATE KEY-----\n${Buffer.from(`openssh-key-v1\0${keyOf(90)}`).toString('base64')}\n-----END OPENSSH PRIVATE KEY-----`;
	t.deepEqual(secretsOf(privateKey, ssh), [['private key', 'OPENSSH PRIVATE KEY', ssh]]);
	const locked = `-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\n${keyOf(128)}\n-----END RSA PRIVATE KEY-----`;
	t.is(secretsOf(privateKey, locked).length, 1);
});

test('no private keys: what only names them, public ones, certificates, what is no key inside', t => {
	const armoured = (type: string, body: string) => `-----BEGIN ${type}-----\n${body}\n-----END ${type}-----\n`;
	for (const text of [
		'-----BEGIN PRIVATE KEY-----\0-----END PRIVATE KEY-----',
		'-----BEGIN RSA PRIVATE KEY-----\n...\n-----END RSA PRIVATE KEY-----',
		'the header -----BEGIN PRIVATE KEY----- is written before the key in base64, with lines of 64 characters',
		armoured('PUBLIC KEY', `MIIB${keyOf(120)}`),
		armoured('CERTIFICATE', `MIIB${keyOf(120)}`),
		armoured('PRIVATE KEY', keyOf(128)),
		armoured('OPENSSH PRIVATE KEY', `MIIB${keyOf(128)}`),
	]) {
		t.deepEqual(secretsOf(privateKey, text), [], text);
	}
});

test('JSON web tokens: signed, unsigned, encrypted', t => {
	const signed = [base64({alg: 'HS256', typ: 'JWT'}), base64({sub: 'me'}), keyOf(43)].join('.');
	t.deepEqual(secretsOf(jwt, `token: ${signed}\0`), [['JWT', 'HS256', signed]]);
	t.deepEqual(secretsOf(jwt, Buffer.from(`"${signed}"`, 'utf16le')), [['JWT', 'HS256', signed]]);
	const unsigned = `${base64({alg: 'none'})}.${base64({sub: 'me'})}.`;
	t.deepEqual(secretsOf(jwt, unsigned), [['JWT', 'none', unsigned]]);
	const encrypted = [base64({alg: 'RSA-OAEP', enc: 'A256GCM'}), keyOf(50), keyOf(16), keyOf(20), keyOf(22)].join('.');
	t.deepEqual(secretsOf(jwt, encrypted), [['JWT', 'RSA-OAEP', encrypted]]);
});

test('no JSON web tokens: other headers, other payloads, parts, what is a part of something else', t => {
	const [header, payload] = [base64({alg: 'HS256'}), base64({sub: 'me'})];
	for (const text of [
		`${base64({typ: 'JWT'})}.${payload}.${keyOf(43)}`,
		`${base64({alg: 5})}.${payload}.${keyOf(43)}`,
		`${header}.${base64('no JSON')}.${keyOf(43)}`,
		`${header}.${payload}.`,
		`${header}.${payload}`,
		`${header.slice(0, -3)}.${payload}.${keyOf(43)}`,
		`x${header}.${payload}.${keyOf(43)}`,
		'eyJust.a.word',
	]) {
		t.deepEqual(secretsOf(jwt, text), [], text);
	}
});

const upper = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

test('keys that begin with what tells their issuer', t => {
	for (const [kind, key] of [
		['AWS key', `AKIA${keyOf(16, upper)}`],
		['AWS key', `ASIA${keyOf(16, upper)}`],
		['Google key', `AIza${keyOf(35)}`],
		['Google key', `GOCSPX-${keyOf(28)}`],
		['GitHub token', `ghp_${keyOf(36)}`],
		['GitHub token', `ghs_${keyOf(36)}`],
		['GitHub token', `github_pat_${keyOf(22)}_${keyOf(59)}`],
		['GitLab token', `glpat-${keyOf(20)}`],
		['Slack token', `xoxb-123456789012-${keyOf(24)}`],
		['Stripe key', `sk_live_${keyOf(24)}`],
		['Stripe key', `rk_test_${keyOf(24)}`],
	] as const) {
		t.deepEqual(secretsOf(issuedKeys, `\0${key}\0`), [[kind, '', key]]);
		t.deepEqual(secretsOf(issuedKeys, `key=${key};`), [[kind, '', key]]);
		t.deepEqual(secretsOf(issuedKeys, Buffer.from(`"${key}"`, 'utf16le')), [[kind, '', key]]);
		t.deepEqual(secretsOf(issuedKeys, key.slice(0, -1)).filter(() => kind !== 'Slack token' && kind !== 'Stripe key'), [], 'too short');
		t.deepEqual(secretsOf(issuedKeys, `a${key}`), [], 'a part of a word');
	}

	t.deepEqual(secretsOf(issuedKeys, `AKIA${keyOf(17, upper)}`), []);
	t.deepEqual(secretsOf(issuedKeys, `AKIA${keyOf(16, upper).toLowerCase()}`), []);
	t.deepEqual(secretsOf(issuedKeys, `ghp_${'x'.repeat(36)}`), []);
	t.deepEqual(secretsOf(issuedKeys, 'xoxo-gossip and sk_live_ keys'), []);
});

test('keys of Azure, and signatures among the parameters of a URL', t => {
	const key = `${keyOf(86)}==`;
	t.deepEqual(secretsOf(azure, `DefaultEndpointsProtocol=https;AccountName=shop;AccountKey=${key};EndpointSuffix=core.windows.net`), [['Azure key', '', key]]);
	const signature = `${keyOf(43)}%3D`;
	t.deepEqual(secretsOf(azure, `https://shop.blob.core.windows.net/c?sv=2024-11-04&se=2027-01-01&sr=c&sp=r&sig=${signature}`), [['Azure SAS', '', signature]]);
	t.deepEqual(secretsOf(azure, `GET /c?sig=${signature}&sv=2024-11-04&sp=r HTTP/1.1`), [['Azure SAS', '', signature]]);
	for (const text of [`AccountKey=${keyOf(40)}`, `sig=${signature}`, `sv=2024-11-04&sp=r sig=${signature}`, `?sv=new&sp=r&sig=${signature}`, '?sv=2024-11-04&sp=r&sig=short']) {
		t.deepEqual(secretsOf(azure, text), [], text);
	}
});

test('passwords in URLs, those of databases apart', t => {
	t.deepEqual(secretsOf(urlPassword, 'DB_URL=postgres://app:hunter2@db:5432/app\0'), [['database URL', 'postgres://app@db', 'hunter2']]);
	t.deepEqual(secretsOf(urlPassword, 'mongodb+srv://root:p%40ss-W0rd!@c.example/'), [['database URL', 'mongodb+srv://root@c.example', 'p%40ss-W0rd!']]);
	t.deepEqual(secretsOf(urlPassword, '"redis://:s3cr3t@[::1]:6379"'), [['database URL', 'redis://@[::1]', 's3cr3t']]);
	t.deepEqual(secretsOf(urlPassword, 'https://bot:abc123@git.example/x.git'), [['password in URL', 'https://bot@git.example', 'abc123']]);
	t.deepEqual(secretsOf(urlPassword, Buffer.from('ftp://a:b1c2@h', 'utf16le')), [['password in URL', 'ftp://a@h', 'b1c2']]);
	t.deepEqual(secretsOf(urlPassword, 'http://h:3000/login?user=alice&pw=PLANT-1&x=1'), [['password in URL', 'http://h:3000/login?pw', 'PLANT-1']]);
	t.deepEqual(secretsOf(urlPassword, 'https://h/cb?access_token=abc.def'), [['password in URL', 'https://h/cb?access_token', 'abc.def']]);
});

test('no passwords in URLs: ports, places without one, formats, examples', t => {
	for (const text of [
		'http://host:8080/@path',
		'http://host:8080/a:b@c',
		'https://user@host/',
		'see ://a:b@c',
		'http://a b:c@d',
		'%s://%s:%s@%s',
		`http://${reference('USER')}:${reference('PASS')}@host`,
		'http://user:{password}@host',
		'http://user:password@host',
		'http://user:<pass>@host',
		'https://h/?q=password&tokens=4',
		`https://h/?token=${reference('TOKEN')}`,
		'http://h/a?pw=',
	]) {
		t.deepEqual(secretsOf(urlPassword, text), [], text);
	}
});

test('headers of HTTP: tokens, passwords, cookies', t => {
	const token = keyOf(40);
	t.deepEqual(secretsOf(httpHeaders, `Authorization: Bearer ${token}\r\n`), [['bearer token', '', token]]);
	t.deepEqual(secretsOf(httpHeaders, `"authorization":"bearer ${token}"`), [['bearer token', '', token]]);
	const pair = Buffer.from('admin:hunter2').toString('base64');
	t.deepEqual(secretsOf(httpHeaders, `authorization: Basic ${pair}\r\n`), [['basic auth', '', pair]]);
	t.deepEqual(secretsOf(httpHeaders, `Cookie: lang=en; session=${token}; theme=dark\r\n`), [['cookie', 'session', token]]);
	t.deepEqual(secretsOf(httpHeaders, `Set-Cookie: sid=${token}; Path=/; SameSite=Lax\r\n`), [['cookie', 'sid', token]]);
});

test('no secrets in headers: words, other schemes, short cookies, what only names them', t => {
	for (const text of [
		'Bearer authentication-is-required',
		'the bearer of this letter',
		`forbearer ${keyOf(40)}`,
		`Bearer ${reference('token')}`,
		'Authorization: Basic realm=shop',
		`Authorization: Basic ${Buffer.from('nocolon').toString('base64')}`,
		`a Basic ${Buffer.from('a:b12345').toString('base64')}`,
		'Cookie: lang=en; theme=dark',
		'Set-Cookie: a=b; Expires=Wed, 21 Oct 2026 07:28:00 GMT',
		'X-Cookie: session=abcdefghijklmnop12345',
		'Cookie: ',
	]) {
		t.deepEqual(secretsOf(httpHeaders, text), [], text);
	}
});

test('card numbers of known issuers with the right check digit', t => {
	for (const number of ['4111111111111111', '5555555555554444', '2223003122003222', '378282246310005', '6011111111111117', '3530111333300000', '6200000000000005', '4111 1111 1111 1111', '5555-5555-5555-4444', '3782 822463 10005']) {
		t.deepEqual(secretsOf(cardNumber, `card ${number}.`), [['card number', '', number]]);
		t.deepEqual(secretsOf(cardNumber, `{"n":"${number}"}`), [['card number', '', number]]);
		t.deepEqual(secretsOf(cardNumber, `\0${number}\0`), [['card number', '', number]]);
		t.deepEqual(secretsOf(cardNumber, Buffer.from(`\n${number}\n`, 'utf16le')), [['card number', '', number]]);
	}
});

test('no card numbers: the wrong check digit, no issuer, a part of something longer', t => {
	for (const text of [
		'4111111111111112',
		'1234567812345670',
		'9999999999999995',
		'0000000000000000',
		'411111111111111',
		'41111111111111111',
		'0x4111111111111111',
		'a4111111111111111',
		'4111111111111111b',
		'0.4111111111111111',
		'-4111111111111111',
		'4111111111111111.5',
		'id/4111111111111111/x',
		'4111-1111 1111-1111',
		'12 4111 1111 1111 1111',
		'4111 1111 1111 1111 11',
		':;<=>?:;<=>?:;<=>?',
	]) {
		t.deepEqual(secretsOf(cardNumber, text), [], text);
	}
});

test('variables and arguments that are called like a password', t => {
	for (const [text, kind, name, value] of [
		['\0POSTGRES_PASSWORD=my secret\0', 'variable', 'POSTGRES_PASSWORD', 'my secret'],
		['\0API_TOKEN=tok_12345\0', 'variable', 'API_TOKEN', 'tok_12345'],
		['export AWS_SECRET_ACCESS_KEY=wJalr/X && id', 'variable', 'AWS_SECRET_ACCESS_KEY', 'wJalr/X'],
		['"MYSQL_ROOT_PASSWORD=abc1", "x"', 'variable', 'MYSQL_ROOT_PASSWORD', 'abc1'],
		['A=1\nSECRET="a b"\n', 'variable', 'SECRET', 'a b'],
		['\0--db-password=hunter2\0', 'argument', '--db-password', 'hunter2'],
		['run --api-key=k3y -v', 'argument', '--api-key', 'k3y'],
	] as const) {
		t.deepEqual([...new Map(secretsOf(secretVariable, text).map(found => [found.join('\0'), found])).values()], [[kind, name, value]], text);
		t.deepEqual(secretsOf(secretVariable, Buffer.from(text, 'utf16le')), secretsOf(secretVariable, text), text);
	}
});

test('no variables: nothing in them, references, formats, code, what only tells of one', t => {
	for (const text of [
		'\0PASSWORD=\0',
		'\0PASSWORD=$PW\0',
		`\0TOKEN=${reference('TOKEN')}\0`,
		'\0TOKEN=%s\0',
		'SECRET=<secret>',
		'API_KEY=true',
		'PASSWORD=***',
		'TOKEN={token}',
		'TOKEN=$(cat x)',
		'\0SECRET_FILE=/run/secrets/a\0',
		'\0TOKEN_TTL=3600\0',
		'\0PASSWORD_PROMPT=Password:\0',
		'token=lower case',
		'if (token==x)',
		'x.token=abcdef',
		'xTOKEN=abc',
		'\0PASSWORD\0=abc',
	]) {
		t.deepEqual(secretsOf(secretVariable, text), [], text);
	}
});
