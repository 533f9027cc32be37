import {matchAt, textSigns, type Recogniser} from './recogniser.js';

const armour = /-----BEGIN (?<type>(?:[\dA-Z]+ ){0,3}PRIVATE KEY(?: BLOCK)?)-----(?<body>(?:[\s\w+,\-./:=]|\\[nr])+?)(?:-----END \k<type>-----|(?![\s\w+,\-./:=]|\\[nr]))/y;

// That of the shortest in use, Ed25519, has 64 characters, of which some may be lost.
const leastBody = 48;

/** Keys in PEM, as OpenSSL, OpenSSH and PGP write them, also with their line ends as JSON has them. */
export const privateKey: Recogniser = {
	signs: textSigns(['-----BEGIN ']),
	reach: 16 * 1024,
	recognise(text, at) {
		const match = matchAt(armour, text, at);
		return match !== undefined && isKey(match.groups!.type!, match.groups!.body!) ? [{kind: 'private key', name: match.groups!.type!, start: at, end: at + match[0].trimEnd().length}] : [];
	},
};

function isKey(type: string, armoured: string): boolean {
	const body = armoured.replaceAll(/\\[nr]/g, '\n');
	const isEncrypted = body.includes('Proc-Type:') || type.startsWith('PGP');
	const base64 = body.split(/\r?\n/).filter(line => !line.includes(':')).join('').replaceAll(/\s/g, '');
	if (base64.length < leastBody || !/^[\w+/]+={0,2}/.test(base64)) {
		return false;
	}

	const start = Buffer.from(base64.slice(0, 24), 'base64');
	return isEncrypted || (type.startsWith('OPENSSH') ? start.toString('latin1').startsWith('openssh-key-v1') : start[0] === 0x30);
}
