const uuidBytes = 16;

export const bytesOfUuid = (id: string): Buffer => Buffer.from(id.replaceAll('-', ''), 'hex');

/** Of the 16 bytes from there on, which are not checked. */
export const uuidOfBytes = (bytes: Buffer, from = 0): string => {
  const hex = bytes.toString('hex', from, from + uuidBytes);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
};

/** A version 8 UUID (RFC 9562) of the first 16 bytes of a hash: the same on every node and after a restart. */
export const uuidOfHash = (hash: Uint8Array): string => {
  const bytes = Buffer.from(hash.subarray(0, uuidBytes));
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return uuidOfBytes(bytes);
};
