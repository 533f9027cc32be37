import type {Payload} from '../criu/cursor.js';

/** A value to write as JSON. A list may be made as it is written. */
export type Json = null | boolean | number | bigint | string | PayloadText | Iterable<Json> | JsonObject;

export type JsonObject = {readonly [key: string]: Json};

/** A payload, written as a string of base64: it is read only then, in pieces. */
export class PayloadText {
	readonly payload: Payload;

	constructor(payload: Payload) {
		this.payload = payload;
	}
}
