/** The same token with one bit of its last byte turned. Its last character alone may carry bits that say nothing. */
export const tampered = (token: string): string => {
  const start = token.lastIndexOf('.') + 1;
  const bytes = Buffer.from(token.slice(start), 'base64url');
  const last = bytes.length - 1;
  bytes.writeUInt8(bytes.readUInt8(last) ^ 1, last);
  return token.slice(0, start) + bytes.toString('base64url');
};
