/** A value to write as JSON. A list may be made as it is written. */
export type Json = null | boolean | number | bigint | string | Iterable<Json> | JsonObject;

export type JsonObject = {readonly [key: string]: Json};
